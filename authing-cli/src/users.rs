//! `authing users`.

mod csv_file;
mod export;
mod import;
mod read;

use futures_util::TryStreamExt;

use crate::args::{Api, FileFormat, FindBy, Format, NewUserArgs, Users};
use crate::failure::Failure;
use crate::new_user::NewUser;
use crate::output::{self, Rows};
use crate::pool::Pool;
use crate::prompt;

pub(crate) async fn run(api: Api, output: Format, command: Users) -> Result<(), Failure> {
    match command {
        Users::List { limit } => list(&Pool::connect(api).await?, output, limit).await,
        Users::Find(by) => find(&Pool::connect(api).await?, output, by).await,
        Users::Create(args) => create(api, output, args).await,
        Users::Import {
            file,
            format,
            dry_run,
        } => import::run(api, &file, format, dry_run).await,
        Users::Export { file, format } => {
            // On stdout, it is the format of the results.
            let on_stdout = read::is_standard(&file) && output == Format::Csv;
            let format = format.or(on_stdout.then_some(FileFormat::Csv));
            export::run(api, &file, format).await
        }
        Users::Delete { users, yes } => delete(&Pool::connect(api).await?, users, yes).await,
    }
}

async fn list(pool: &Pool, output: Format, limit: usize) -> Result<(), Failure> {
    let mut rows = Rows::to_stdout(output, pool.user_columns())?;
    let mut users = pool.users();
    let mut left = limit;
    while let Some(user) = users.try_next().await? {
        if left == 0 {
            rows.finish()?;
            let more = "there are more users: --limit lists more, `users export` has all";
            output::note(more);
            return Ok(());
        }
        rows.push(&user)?;
        left -= 1;
    }
    rows.finish()
}

async fn find(pool: &Pool, output: Format, by: FindBy) -> Result<(), Failure> {
    match pool.find_user(by.resolved()).await? {
        Some(user) => output::one(output, pool.user_columns(), &user),
        None => Err(Failure::NotFound("there is no such user".to_owned())),
    }
}

async fn create(api: Api, output: Format, args: NewUserArgs) -> Result<(), Failure> {
    let mut user = NewUser::default();
    user.set_text("email", args.email);
    user.set_text("phone", args.phone);
    user.set_text("username", args.username);
    user.set_text("nickname", args.nickname);
    user.set_text("company", args.company);
    // The command line has one of these or --phone.
    if let Some(flaw) = user.flaw(api, &["--username", "--email"]) {
        return Err(Failure::Usage(flaw));
    }
    if !args.no_password {
        user.password = Some(prompt::new_password()?);
    }
    let pool = Pool::connect(api).await?;
    let created = pool.create_user(&user).await?;
    output::one(output, pool.user_columns(), &created)
}

async fn delete(pool: &Pool, users: Vec<String>, yes: bool) -> Result<(), Failure> {
    let mut ids = pool.user_ids(&users).await?;
    // One user may be named twice, by id and by email address.
    ids.sort_unstable();
    ids.dedup();
    if !yes {
        let users = output::users(ids.len());
        let question = format!("Delete {users} with all their data?");
        prompt::confirm(&question, "--yes")?;
    }
    pool.delete_users(&ids).await?;
    output::note(format_args!("deleted {}", users.join(", ")));
    Ok(())
}
