//! Many clients at once; `examples/load` is the same with figures, for as much as one likes.

use crate::client::Fixture;
use crate::workload::{Size, Target, Workload};

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_clients_at_once_meet_no_error() {
    let fixture = Fixture::new().await;
    let emulator = &fixture.emulator;
    let target = Target {
        graphql_url: emulator.graphql_url(),
        user_pool_id: emulator.user_pool_id().to_owned(),
        secret: emulator.secret().to_owned(),
        public_key_pem: emulator.public_key_pem().to_owned(),
    };
    let size = Size {
        users: 100,
        clients: 200,
        calls: 2000,
    };
    let workload = Workload::new(target, size).await.unwrap();
    for (report, calls) in [
        (workload.fill().await, size.users),
        (workload.run().await, size.calls),
    ] {
        assert_eq!(report.errors, Vec::<String>::new());
        assert_eq!(report.latencies.len(), calls);
    }
}
