"""The results of the measurements, as Markdown."""

import os

from programs import BARE, JAVASCRIPT, OURS, PYTHON

SETTING = ["", "API", "call", "in flight"]


def text(samples, versions, options):
    return "\n\n".join([
        heading(versions, options),
        figures(samples),
        "Calls per second of this client relative to the others, computed per round, and the targets. The last column is its"
        " CPU time relative to reqwest alone.",
        ratios(samples),
        connections(samples),
        busiest(samples),
    ])


def heading(versions, options):
    return (
        f"{processor()}, {os.cpu_count()} processors; the service on {listed(options.service_on)}, the clients on"
        f" {listed(options.clients_on)}. {', '.join(versions)}."
        f" {options.rounds} alternating rounds of about {options.seconds:g} seconds each: the median, and for calls per second"
        " the interquartile range."
    )


def figures(samples):
    rows = []
    for (setting, client), each in samples.items():
        rows.append([
            *named(setting),
            client,
            spread([sample.rate for sample in each], ",.0f"),
            middle([sample.processor * 1e6 for sample in each], ".1f"),
            middle([sample.p50 for sample in each], ",.0f"),
            middle([sample.p99 for sample in each], ",.0f"),
            middle([sample.connections / sample.calls * 1000 for sample in each], ",.2f"),
            middle([sample.memory / 2**20 for sample in each], ".1f"),
            middle([sample.busy * 100 for sample in each], ".0f") + " %",
        ])
    return table(
        [
            *SETTING, "by", "calls/s", "CPU ms per 1000 calls", "p50 µs", "p99 µs", "connections per 1000 calls",
            "peak MiB", "service busy",
        ],
        rows,
        left=4,
    )


def ratios(samples):
    def ratio(setting, client, of):
        pairs = zip(samples[setting, OURS], samples[setting, client])
        return [of(ours) / of(theirs) for ours, theirs in pairs]

    def rate(sample):
        return sample.rate

    rows = []
    for setting in dict.fromkeys(setting for setting, _ in samples):
        row = named(setting)
        for client in (PYTHON, JAVASCRIPT, BARE):
            found = ratio(setting, client, rate)
            row.append(spread(found, ".2f") + verdict(found, wanted(setting, client)))
        rows.append(row + [spread(ratio(setting, BARE, lambda sample: sample.processor), ".2f")])
    return table([*SETTING, *(f"relative to {client}" for client in (PYTHON, JAVASCRIPT, BARE)), "CPU"], rows, left=3)


def wanted(setting, client):
    """Returns the target ratio of our calls per second to that client's, if there is one."""
    if client == BARE:
        return 0.97 if setting.in_flight > 1 else None
    if setting.in_flight == 1:
        return {("plain", PYTHON): 6, ("plain", JAVASCRIPT): 3, ("TLS", PYTHON): 20}.get((setting.transport, client))
    return None


def verdict(found, least):
    if least is None:
        return ""
    return f", target {least}: {'met' if quantile(found, 0.5) >= least else '**missed**'}"


def connections(samples):
    one = [
        sample
        for (setting, client), each in samples.items()
        if client == OURS and setting.in_flight == 1
        for sample in each
    ]
    most = max(sample.connections for sample in one)
    calls = sum(sample.calls for sample in one)
    return (
        f"Connections that this client opened for {calls // len(one):,} sequential calls, the average of {len(one)}"
        f" measurements: {most} at most."
    )


def busiest(samples):
    busy, setting, client = max(
        (quantile([sample.busy for sample in each], 0.5), setting, client)
        for (setting, client), each in samples.items()
    )
    return (
        f"The service was busy for {busy * 100:.0f} % of the time at most: {setting.transport}, {setting.api}, `{setting.call}`,"
        f" {setting.in_flight} in flight, {client}."
    )


def named(setting):
    return [setting.transport, setting.api, f"`{setting.call}`", str(setting.in_flight)]


def quantile(figures, share):
    # Like `Spread` in benches/src/measure.rs. `round` would round a half to even.
    return sorted(figures)[int((len(figures) - 1) * share + 0.5)]


def middle(figures, format):
    return f"{quantile(figures, 0.5):{format}}"


def spread(figures, format):
    low, high = quantile(figures, 0.25), quantile(figures, 0.75)
    return f"{middle(figures, format)} ({low:{format}}–{high:{format}})"


def table(head, rows, left):
    """Formats a table. The first `left` + 1 columns are text, the others are numbers."""
    rule = ["---" if index <= left else "--:" for index in range(len(head))]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])


def listed(processors):
    return ", ".join(str(number) for number in sorted(processors))


def processor():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return names[0] if names else "an unknown processor"
