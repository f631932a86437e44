// The public methods of the SDK and of its parts.

export function methods(sdk) {
  const parts = Object.getPrototypeOf(Object.getPrototypeOf(sdk));
  return Object.entries(parts).flatMap(([name, part]) => {
    if (name === 'constructor') return [];
    if (typeof part === 'function') return [name];
    return Object.keys(part).map((inner) => `${name}.${inner}`);
  });
}
