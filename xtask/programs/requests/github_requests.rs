// Ten requests to GitHub, as a user who knows the API would write them.
// github.json as github-client: async, rustls, actions, checks, gists, git, issues, pulls, repos, teams

use std::collections::{BTreeMap, HashMap};

use github_client::types::*;
use github_client::{Client, Error};

type Sent = Result<(), Error>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The description declares no security scheme.
    let authorization = format!("Bearer {}", std::env::var("GITHUB_TOKEN")?);
    let client = Client::builder().header("authorization", &authorization).build()?;
    create_an_issue(&client, &["bug".to_owned()]).await?;
    close_an_issue(&client, 7).await?;
    create_a_gist(&client).await?;
    commit_a_tree(&client, &"abc".to_owned()).await?;
    report_a_check(&client).await?;
    protect_a_branch(&client).await?;
    review_a_pull_request(&client, 7).await?;
    set_topics(&client, vec!["rust".to_owned()]).await?;
    create_a_ruleset(&client).await?;
    run_a_workflow(&client, &[1296269, 1296280]).await?;
    Ok(())
}

async fn create_an_issue(client: &Client, labels: &[String]) -> Sent {
    let request = client.issues().create("octo", "hello", "Found a bug").body_("It fails.");
    request.labels(["bug", "urgent"]).assignees(["octocat"]).milestone(1).await?;
    client.issues().add_assignees("octo", "hello", 1).body(IssuesAddAssigneesBody::new().assignees(labels)).await?;
    Ok(())
}

async fn close_an_issue(client: &Client, number: u32) -> Sent {
    let body = IssuesUpdateBody::new().state(IssuesUpdateBodyState::Closed).title("Done").milestone(None);
    client.issues().update("octo", "hello", number).body(body.assignees(vec![])).await?;
    client.issues().add_labels("octo", "hello", number).body(IssuesAddLabelsBody::new().labels(["bug", "done"])).await?;
    Ok(())
}

async fn create_a_gist(client: &Client) -> Sent {
    let files = [("a.txt", GistsCreateBodyFilesValue::new("hello"))];
    client.gists().create(files).description("Example").public(true).await?;
    let files = HashMap::from([("b.txt".to_owned(), GistsCreateBodyFilesValue::new("bye"))]);
    client.gists().create(files).public("false").await?;
    Ok(())
}

async fn commit_a_tree(client: &Client, base: &String) -> Sent {
    let entry = GitCreateTreeBodyTreeItem::new().path("a.rs").mode(GitCreateTreeBodyTreeItemMode::N100644);
    client.git().create_tree("octo", "hello", [entry.content("fn main() {}")]).base_tree(base).await?;
    client.git().create_commit("octo", "hello", "Add a", "tree").parents([base]).await?;
    Ok(())
}

async fn report_a_check(client: &Client) -> Sent {
    let annotation = ChecksCreateBodyOutputAnnotation::new(ChecksCreateBodyOutputAnnotationRequired {
        path: "src/lib.rs".into(),
        start_line: 1,
        end_line: 2,
        annotation_level: ChecksCreateBodyOutputAnnotationLevel::Warning,
        message: "unused".into(),
    });
    let output = ChecksCreateBodyOutput::new("Lint", "One warning").annotations([annotation]);
    client.checks().create("octo", "hello", "lint", "abc").output(output).external_id("1").await?;
    Ok(())
}

async fn protect_a_branch(client: &Client) -> Sent {
    let checks = ReposUpdateBranchProtectionBodyRequiredStatusChecks::new(true, ["ci"]);
    let body = ReposUpdateBranchProtectionBody::new(ReposUpdateBranchProtectionBodyRequired {
        required_status_checks: Some(checks),
        enforce_admins: Some(true),
        required_pull_request_reviews: None,
        restrictions: Some(ReposUpdateBranchProtectionBodyRestrictions::new(["octocat"], ["core"])),
    });
    client.repos().update_branch_protection("octo", "hello", "main", body.allow_deletions(false)).await?;
    Ok(())
}

async fn review_a_pull_request(client: &Client, number: i32) -> Sent {
    let comment = PullsCreateReviewBodyComment::new("a.rs", "Why?").line(12u16);
    let review = PullsCreateReviewBody::new().event(PullsCreateReviewBodyEvent::Comment).comments([comment]);
    client.pulls().create_review("octo", "hello", number).body(review.body("See below")).await?;
    let reviewers = PullsRequestReviewersBody::new().reviewers(["alice", "bob"]);
    client.pulls().request_reviewers("octo", "hello", number).body(reviewers).await?;
    Ok(())
}

async fn set_topics(client: &Client, names: Vec<String>) -> Sent {
    client.repos().replace_all_topics("octo", "hello", &names).await?;
    client.repos().replace_all_topics("octo", "hello", names.iter().map(|name| name.to_lowercase())).await?;
    client.teams().create("octo", "core").maintainers(["alice"]).repo_names(names).await?;
    Ok(())
}

async fn create_a_ruleset(client: &Client) -> Sent {
    let main = RepositoryRulesetConditionsRefName::new().include(["~DEFAULT_BRANCH"]);
    let conditions = RepositoryRulesetConditions::new().ref_name(main);
    let rules = [RepositoryRuleDeletion::new().into(), RepositoryRuleNonFastForward::new().into()];
    let request = client.repos().create_ruleset("octo", "hello", "main", RepositoryRuleEnforcement::Active);
    request.conditions(conditions).rules(rules).await?;
    Ok(())
}

async fn run_a_workflow(client: &Client, ids: &[i64]) -> Sent {
    let inputs = BTreeMap::from([("level".to_owned(), serde_json::json!("debug"))]);
    client.actions().create_workflow_dispatch("octo", "hello", "ci.yml", "main").inputs(inputs).await?;
    client.actions().set_selected_repos_for_org_secret("octo", "TOKEN", ids).await?;
    let payload = [("ref", serde_json::json!("main"))];
    client.repos().create_dispatch_event("octo", "hello", "deploy").client_payload(payload).await?;
    Ok(())
}
