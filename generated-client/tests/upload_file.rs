//! A whole upload as one call, against the stand-in, async and blocking: what is sent, what is sent
//! again, how it ends, and how it goes on.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use scenario_client::custom::{UnfinishedUpload, UploadError, UploadErrorKind, UploadFile};
use scenario_client::transport::{Attempt, Fault, Middleware};
use scenario_client::types::{Upload, UploadKind, UploadStatus};
use scenario_client::{Client, Error, ErrorKind};
use stand_in::{Options, StandIn};

/// The least size of a part.
const PART: usize = 5 << 20;

/// A file that is gone with this.
struct OnDisk(PathBuf);

impl OnDisk {
    fn new(length: usize) -> OnDisk {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let path = std::env::temp_dir().join(format!("upload-{}-{number}.PNG", std::process::id()));
        std::fs::write(&path, pattern(length)).unwrap();
        OnDisk(path)
    }
}

impl Drop for OnDisk {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index % 251) as u8).collect()
}

/// Without tries of its own, which take time.
fn client(vendor: &StandIn) -> Client {
    Client::builder().base_url(vendor.base_url()).basic("key", "secret").retries(0).build().unwrap()
}

fn film(vendor: &StandIn, path: &Path) -> UploadFile {
    quick(client(vendor).uploads().upload_file(path, UploadKind::Image))
}

fn quick(upload: UploadFile) -> UploadFile {
    upload.part_size(PART as u64).poll_interval(Duration::from_millis(1))
}

type Send = fn(&UploadFile) -> Result<Upload, UploadError>;

/// The two ways to send: blocking and async.
const WAYS: [Send; 2] = [UploadFile::send_blocking, send_async];

fn send_async(upload: &UploadFile) -> Result<Upload, UploadError> {
    runtime().block_on(upload.send())
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Returns the number of requests with this method and end of the path.
fn count(vendor: &StandIn, method: &str, end: &str) -> usize {
    vendor.requests().iter().filter(|seen| seen.method == method && seen.target.ends_with(end)).count()
}

#[test]
fn a_file_goes_from_the_disk_to_its_import() {
    for send in WAYS {
        let (vendor, file) =
            (StandIn::start(Options { polls: 4, ..Options::default() }).unwrap(), OnDisk::new(2 * PART + 7));
        let reported = Arc::new(Mutex::new(Vec::new()));
        let tells = reported.clone();
        let upload = film(&vendor, &file.0)
            .file_name("film.png")
            .project_id("p 1")
            .on_progress(move |at| tells.lock().unwrap().push((at.sent, at.size, at.unfinished.upload.status.clone())));
        let upload = send(&upload).unwrap();
        assert_eq!((upload.status, upload.entity_id.as_deref()), (UploadStatus::Imported, Some("asset_1")));
        let seen = vendor.requests();
        let body: serde_json::Value = serde_json::from_slice(&seen[0].body).unwrap();
        let said = serde_json::json!({ "fileName": "film.png", "contentType": "image/png", "fileSize": 2 * PART + 7, "parts": 3, "kind": "image" });
        assert_eq!(body, said);
        let mut puts: Vec<_> = seen.iter().filter(|seen| seen.method == "PUT").collect();
        puts.sort_by_key(|seen| seen.target.clone());
        assert_eq!(puts.iter().map(|put| put.body.len()).collect::<Vec<_>>(), [PART, PART, 7]);
        assert!(puts.iter().flat_map(|put| put.body.clone()).eq(pattern(2 * PART + 7)));
        let names = puts.iter().flat_map(|put| &put.headers).map(|(name, _)| name.to_lowercase());
        assert!(names.into_iter().all(|name| name != "authorization" && name != "transfer-encoding"));
        let others = seen.iter().filter(|seen| seen.method != "PUT");
        assert!(others.clone().all(|seen| seen.target.ends_with("?projectId=p%201")));
        assert_eq!(others.count(), 1 + 1 + 4, "create, complete, and four looks");
        let reported = reported.lock().unwrap();
        assert_eq!(reported[0], (0, 2 * PART as u64 + 7, UploadStatus::Pending));
        assert!(reported.windows(2).all(|two| two[0].0 <= two[1].0) && reported.len() > 10);
        assert_eq!(*reported.last().unwrap(), (2 * PART as u64 + 7, 2 * PART as u64 + 7, UploadStatus::Imported));
    }
}

#[test]
fn a_part_that_fails_is_sent_again_and_only_that() {
    for send in WAYS {
        let options = Options { fail_part: Some((2, 2)), ..Options::default() };
        let (vendor, file) = (StandIn::start(options).unwrap(), OnDisk::new(2 * PART + 7));
        send(&film(&vendor, &file.0)).unwrap();
        assert_eq!(["/1", "/2", "/3"].map(|end| count(&vendor, "PUT", end)), [1, 3, 1]);
    }
}

#[test]
fn a_failed_upload_is_resumed_with_the_missing_parts() {
    for send in WAYS {
        let options = Options { fail_part: Some((2, 3)), ..Options::default() };
        let (vendor, file) = (StandIn::start(options).unwrap(), OnDisk::new(2 * PART + 7));
        let error = send(&film(&vendor, &file.0)).unwrap_err();
        assert_eq!((error.kind(), error.error().status().unwrap().as_u16()), (UploadErrorKind::Request, 500));
        assert!(error.to_string().starts_with("part 2 of 3: "), "{error}");
        assert_eq!(count(&vendor, "POST", "/action"), 0);
        let upload = send(&error.resume().unwrap()).unwrap();
        assert_eq!(upload.status, UploadStatus::Imported);
        assert_eq!(["/1", "/2", "/3"].map(|end| count(&vendor, "PUT", end)), [1, 4, 1]);
        assert_eq!((count(&vendor, "POST", "/uploads"), count(&vendor, "POST", "/action")), (1, 1));
        // For functions that return the error of all calls.
        assert_eq!(Error::from(error).kind(), ErrorKind::Status);
    }
}

/// If the response to the action is lost, the status of the upload shows whether the server has
/// processed it.
#[test]
fn a_lost_response_is_looked_up() {
    for send in WAYS {
        let (vendor, file) =
            (StandIn::start(Options { lose_action: Some(true), ..Options::default() }).unwrap(), OnDisk::new(3));
        assert_eq!(send(&film(&vendor, &file.0)).unwrap().status, UploadStatus::Imported);
        assert_eq!(count(&vendor, "POST", "/action"), 1);
        let vendor = StandIn::start(Options { lose_action: Some(false), ..Options::default() }).unwrap();
        let error = send(&film(&vendor, &file.0)).unwrap_err();
        assert_eq!((error.kind(), error.error().status().unwrap().as_u16()), (UploadErrorKind::Request, 502));
        assert_eq!(send(&error.resume().unwrap()).unwrap().status, UploadStatus::Imported);
        assert_eq!((count(&vendor, "PUT", ""), count(&vendor, "POST", "/action")), (1, 2));
    }
}

#[test]
fn an_address_that_has_expired_needs_a_new_upload() {
    for send in WAYS {
        let options = Options { expire_after: Some(1), ..Options::default() };
        let (vendor, file) = (StandIn::start(options).unwrap(), OnDisk::new(2 * PART + 7));
        let error = send(&film(&vendor, &file.0).concurrency(1)).unwrap_err();
        assert_eq!((error.kind(), error.resume().is_none()), (UploadErrorKind::Expired, true));
        let says = "part 2 of 3: its URL has expired, start a new upload: ";
        assert!(error.to_string().starts_with(says), "{error}");
        assert_eq!(count(&vendor, "PUT", ""), 2, "nothing more is begun");
    }
}

#[test]
fn what_the_server_cannot_import_says_why() {
    for send in WAYS {
        let options = Options { fail_import: Some("not a picture".to_owned()), ..Options::default() };
        let (vendor, file) = (StandIn::start(options).unwrap(), OnDisk::new(3));
        let error = send(&film(&vendor, &file.0)).unwrap_err();
        assert_eq!((error.kind(), error.resume().is_none()), (UploadErrorKind::ImportFailed, true));
        assert_eq!(error.to_string(), "the import failed: not a picture");
    }
}

#[test]
fn the_wait_has_an_end_and_can_be_gone_on_with() {
    for send in WAYS {
        let (vendor, file) = (StandIn::start(Options { polls: 5, ..Options::default() }).unwrap(), OnDisk::new(3));
        let upload = film(&vendor, &file.0).import_timeout(Duration::from_millis(3));
        let error = send(&upload).unwrap_err();
        assert_eq!((error.kind(), error.error().kind()), (UploadErrorKind::ImportTimeout, ErrorKind::Timeout));
        assert_eq!(error.to_string(), "the upload is still validating after 3ms");
        assert_eq!(send(&error.resume().unwrap()).unwrap().status, UploadStatus::Imported);
        assert_eq!((count(&vendor, "PUT", ""), count(&vendor, "POST", "/action")), (1, 1));
        let upload = send(&upload.without_waiting()).unwrap();
        assert_eq!((upload.status, upload.id.as_str()), (UploadStatus::Pending, "upload_2"));
    }
}

#[test]
fn a_file_that_cannot_be_uploaded_is_refused_before_anything_is_sent() {
    for send in WAYS {
        let (vendor, empty, some) = (StandIn::start(Options::default()).unwrap(), OnDisk::new(0), OnDisk::new(3));
        let missing = some.0.with_extension("gone");
        let cases = [
            (film(&vendor, &empty.0), ErrorKind::Config, "the file is empty"),
            (film(&vendor, &some.0).part_size(1 << 20), ErrorKind::Config, "parts have at least 5 MiB"),
            (film(&vendor, &missing), ErrorKind::Unreadable, "the file cannot be read: "),
            (film(&vendor, &std::env::temp_dir()), ErrorKind::Unreadable, "it is not a file"),
        ];
        for (upload, kind, says) in cases {
            let error = send(&upload).unwrap_err();
            assert_eq!((error.kind(), error.error().kind()), (UploadErrorKind::File, kind), "{error}");
            assert!(error.to_string().contains(says) && error.resume().is_none(), "{error}");
        }
        assert!(vendor.requests().is_empty());
    }
}

#[test]
fn a_file_that_changes_meanwhile_is_an_error() {
    for send in WAYS {
        let (vendor, file) = (StandIn::start(Options::default()).unwrap(), OnDisk::new(2 * PART + 7));
        let path = file.0.clone();
        let upload = film(&vendor, &file.0).concurrency(1).on_progress(move |at| {
            if at.unfinished.sent_parts.len() == 1 {
                std::fs::write(&path, pattern(2 * PART + 8)).unwrap();
            }
        });
        let error = send(&upload).unwrap_err();
        assert_eq!((error.kind(), error.resume().is_none()), (UploadErrorKind::Changed, true), "{error}");
        assert_eq!((count(&vendor, "PUT", ""), count(&vendor, "POST", "/action")), (1, 0));
    }
}

/// A future that is dropped sends nothing more; with what its watcher has kept another process can
/// go on.
#[test]
fn an_upload_that_was_cancelled_is_gone_on_with() {
    let (vendor, file) = (StandIn::start(Options::default()).unwrap(), OnDisk::new(2 * PART + 7));
    let kept: Arc<Mutex<Option<UnfinishedUpload>>> = Arc::default();
    let (keeps, stop) = (kept.clone(), Arc::new(tokio::sync::Notify::new()));
    let stops = stop.clone();
    let upload = film(&vendor, &file.0).concurrency(1).on_progress(move |at| {
        *keeps.lock().unwrap() = Some(at.unfinished.clone());
        if at.unfinished.sent_parts.len() == 1 {
            stops.notify_one();
        }
    });
    runtime().block_on(async {
        tokio::select! {
            biased;
            () = stop.notified() => {}
            _ = upload.send() => panic!("it was to be cancelled"),
        }
    });
    assert_eq!((count(&vendor, "PUT", "/3"), count(&vendor, "POST", "/action")), (0, 0));
    let unfinished = kept.lock().unwrap().clone().unwrap();
    assert!(unfinished.sent_parts.contains(&1) && !format!("{unfinished:?}").contains("/put/"));
    let rest = quick(client(&vendor).uploads().resume_file(&file.0, unfinished.clone()));
    assert_eq!(rest.send_blocking().unwrap().status, UploadStatus::Imported);
    assert_eq!((count(&vendor, "PUT", "/1"), count(&vendor, "PUT", "/3")), (1, 1));
    // A file other than the one that the upload began with is detected.
    let other = OnDisk::new(9);
    let rest = quick(
        client(&vendor).uploads().resume_file(&other.0, UnfinishedUpload { upload: begun(&vendor), ..unfinished }),
    );
    assert_eq!(rest.send_blocking().unwrap_err().kind(), UploadErrorKind::Changed);
}

/// An upload of the same size that has no part yet.
fn begun(vendor: &StandIn) -> Upload {
    let create = client(vendor).uploads().create().file_name("a").content_type("a/b").kind(UploadKind::Image);
    create.file_size(2 * PART + 7).parts(3).send_blocking().unwrap().upload
}

/// Counts what is under way.
#[derive(Default)]
struct Crowd {
    now: AtomicUsize,
    most: AtomicUsize,
}

struct Counting(Arc<Crowd>);

impl Middleware for Counting {
    fn before_send(&self, _: &mut Attempt) -> Result<(), Fault> {
        let now = self.0.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.most.fetch_max(now, Ordering::SeqCst);
        Ok(())
    }
    fn after_send(&self, _: Result<&mut http::response::Parts, &Fault>) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

#[test]
fn no_more_parts_are_under_way_than_was_said() {
    let mut most = Vec::new();
    for send in WAYS {
        let (vendor, file) = (StandIn::start(Options::default()).unwrap(), OnDisk::new(4 * PART + 1));
        let crowd = Arc::new(Crowd::default());
        let client = Client::builder().base_url(vendor.base_url()).basic("key", "secret");
        let client = client.middleware(Counting(crowd.clone())).build().unwrap();
        let upload = quick(client.uploads().upload_file(&file.0, UploadKind::Image)).concurrency(2);
        send(&upload).unwrap();
        assert_eq!(crowd.now.load(Ordering::SeqCst), 0);
        most.push(crowd.most.load(Ordering::SeqCst));
    }
    // Whether threads meet is up to the machine; what one future polls does.
    assert!(most[0] <= 2 && most[1] == 2, "{most:?}");
}
