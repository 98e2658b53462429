//! Layers, packages and hostile archives, put together here. tests/live/image.rs asks the package managers themselves.

use super::{layer, members::Members, open, packages, tree::Tree, unpack};
use proptest::prelude::*;
use std::{fs, io::Read, path::Path};
use tar::{Builder, EntryType, Header};

/// A tar of these names: a folder ends with `/`, a symbolic link has ` -> `, a hard link ` = `; others are files of the given content.
fn archive(names: &[(&str, &str)]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (name, content) in names {
        let mut header = Header::new_gnu();
        header.set_mode(0o644);
        header.set_size(0);
        if let Some((name, to)) = name.split_once(" -> ") {
            header.set_entry_type(EntryType::Symlink);
            builder.append_link(&mut header, name, to).unwrap();
        } else if let Some((name, to)) = name.split_once(" = ") {
            header.set_entry_type(EntryType::Link);
            builder.append_link(&mut header, name, to).unwrap();
        } else if name.ends_with('/') {
            header.set_entry_type(EntryType::Directory);
            builder.append_data(&mut header, name, &b""[..]).unwrap();
        } else {
            header.set_size(content.len() as u64);
            builder.append_data(&mut header, name, content.as_bytes()).unwrap();
        }
    }
    builder.into_inner().unwrap()
}

fn sum(bytes: &[u8]) -> String {
    use sha2::Digest;
    super::recipe::digest_of(sha2::Sha256::new_with_prefix(bytes))
}

/// Writes an OCI layout of these layers, some of them compressed.
fn layout(folder: &Path, layers: &[Vec<u8>]) {
    let blobs = folder.join("blobs/sha256");
    fs::create_dir_all(&blobs).unwrap();
    let blob = |bytes: &[u8]| {
        fs::write(blobs.join(&sum(bytes)[7..]), bytes).unwrap();
        serde_json::json!({"digest": sum(bytes), "size": bytes.len()})
    };
    let stored = layers.iter().enumerate().map(|(i, layer)| match i % 3 {
        0 => blob(layer),
        1 => blob(&zstd::encode_all(&layer[..], 1).unwrap()),
        _ => {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            std::io::Write::write_all(&mut gzip, layer).unwrap();
            blob(&gzip.finish().unwrap())
        }
    });
    let stored: Vec<_> = stored.collect();
    let ids: Vec<_> = layers.iter().map(|layer| sum(layer)).collect();
    let mut history = vec![serde_json::json!({"created_by": "ENV a=b", "empty_layer": true})];
    history.extend((1..=layers.len()).map(|i| serde_json::json!({"created_by": format!("step {i}")})));
    let configuration = serde_json::json!({"rootfs": {"type": "layers", "diff_ids": ids}, "history": history});
    let configuration = blob(configuration.to_string().as_bytes());
    let manifest = blob(serde_json::json!({"config": configuration, "layers": stored}).to_string().as_bytes());
    fs::write(folder.join("index.json"), serde_json::json!({"manifests": [manifest]}).to_string()).unwrap();
    fs::write(folder.join("oci-layout"), "{}").unwrap();
}

#[test]
fn a_path_is_of_the_layer_that_changed_it_last() {
    let folder = tempfile::tempdir().unwrap();
    let layers = [
        archive(&[
            ("usr/", ""),
            ("usr/bin/", ""),
            ("usr/bin/a", "1"),
            ("usr/bin/b", "1"),
            ("bin -> usr/bin", ""),
            ("old/x", "1"),
            ("old/y", "1"),
        ]),
        archive(&[("bin/b", "2"), ("usr/bin/.wh.a", ""), ("old/.wh..wh..opq", ""), ("old/z", "2"), ("new/file", "")]),
        // What hides and what is new may come in any order.
        archive(&[("new/again", "3"), (".wh.new", ""), ("usr/bin/c = usr/bin/b", ""), ("l -> /../../bin", "")]),
    ];
    layout(folder.path(), &layers);
    let image = open::open(folder.path()).unwrap();
    let layer = |path: &str| image.owner(path).and_then(|origin| Some(origin.layer?.index));
    for (path, expected) in [
        ("/usr/bin/a", None),
        ("/usr/bin/b", Some(2)),
        ("/bin/b", Some(2)),
        ("/l/b", Some(2)),
        ("/bin", Some(1)),
        ("/old/x", None),
        ("/old/z", Some(2)),
        ("/new/file", None),
        ("/new/again", Some(3)),
        ("/bin/../bin/./c", Some(3)),
        ("bin/b", None),
        ("/", None),
    ] {
        assert_eq!(layer(path), expected, "{path}");
    }
    let origin = image.owner("/new/again").unwrap();
    assert_eq!(origin.layer.unwrap().made_by.as_deref(), Some("step 3"));
    assert_eq!(origin.layer.unwrap().digest, sum(&layers[2]));
    assert_eq!(origin.to_string(), format!("no package, layer 3 of 3 ({})", &sum(&layers[2])[7..19]));
    // A folder's archive says the same.
    let tar = tempfile::NamedTempFile::new().unwrap();
    let mut builder = Builder::new(tar.reopen().unwrap());
    builder.append_dir_all(".", folder.path()).unwrap();
    builder.finish().unwrap();
    let packed = open::open(tar.path()).unwrap();
    assert_eq!((packed.id, packed.layers), (image.id.clone(), image.layers.clone()));
    assert_eq!(packed.tree.node(b"old/z").map(|node| node.layer), Some(1));
}

#[test]
fn a_layer_that_was_changed_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let layers = [archive(&[("a", "1")]), archive(&[("b", "1")])];
    layout(folder.path(), &layers);
    let blob = folder.path().join("blobs/sha256").join(&sum(&layers[0])[7..]);
    fs::write(blob, archive(&[("a", "2")])).unwrap();
    let error = open::open(folder.path()).err().unwrap().to_string();
    assert!(error.contains("layer 1") && error.contains(&sum(&layers[0])), "{error}");
}

#[test]
fn no_name_leads_out_of_the_image() {
    let folder = tempfile::tempdir().unwrap();
    layout(folder.path(), &[archive(&[("x", "")])]);
    let index = r#"{"manifests": [{"digest": "sha256:../../../../etc/passwd"}]}"#;
    fs::write(folder.path().join("index.json"), index).unwrap();
    let error = open::open(folder.path()).err().unwrap().to_string();
    assert!(error.contains("is no SHA-256"), "{error}");
    let saved = r#"[{"Config": "../secret.json", "Layers": []}]"#;
    fs::write(folder.path().join("manifest.json"), saved).unwrap();
    let error = open::open(folder.path()).err().unwrap().to_string();
    assert!(error.contains("is no name of a part"), "{error}");
    std::os::unix::fs::symlink("/etc/hostname", folder.path().join("link.json")).unwrap();
    fs::write(folder.path().join("manifest.json"), saved.replace("../secret", "link")).unwrap();
    let error = open::open(folder.path()).err().unwrap().to_string();
    assert!(error.contains("is no file in it"), "{error}");
}

/// A root file system in one archive.
fn image_of(names: &[(&str, &str)]) -> super::Image {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), archive(names)).unwrap();
    open::open(file.path()).unwrap()
}

#[test]
fn files_belong_to_the_packages_that_name_them() {
    let status =
        "Package: a\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:2.0-1\n\nPackage: b\nVersion: 3\n";
    let image = image_of(&[
        ("var/lib/dpkg/status", status),
        ("var/lib/dpkg/info/a:amd64.list", "/.\n/bin/tool\n/etc/shared\n"),
        ("var/lib/dpkg/info/b.list", "/bin/tool\n"),
        ("var/lib/dpkg/diversions", "/bin/tool\n/bin/tool.a\nb\n"),
        ("var/lib/dpkg/status.d/tzdata", "Package: tzdata\nVersion: 2025b\n"),
        ("var/lib/dpkg/status.d/tzdata.md5sums", "d41d8cd98f00b204e9800998ecf8427e  usr/share/zone\n"),
        ("usr/bin/tool", ""),
        ("usr/bin/tool.a", ""),
        ("bin -> usr/bin", ""),
        ("usr/bin/other -> /etc/alternatives/other", ""),
        ("etc/alternatives/other -> /bin/tool.a", ""),
        ("usr/share/zone", ""),
        ("lib/apk/db/installed", "P:musl\nV:1.2.5-r9\nF:lib\nR:ld-musl.so.1\nZ:Q1\n\nP:x\nV:1\nF:\nR:top\n"),
        ("lib/ld-musl.so.1", ""),
        ("top", ""),
        ("opt/s/Odd_name-1.0.dist-info/RECORD", "odd/__init__.py,sha256=x,1\n\"odd/a,b.py\",,\n../bin/odd,,\n"),
        ("opt/s/Odd_name-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: odd-name\nVersion: 1.0\n\nName: no\n"),
        ("opt/s/odd/__init__.py", ""),
        ("opt/s/odd/a,b.py", ""),
        ("opt/s/odd/__pycache__/__init__.cpython-311.pyc", ""),
        ("opt/bin/odd", ""),
        ("srv/node_modules/@s/p/package.json", r#"{"name": "@s/p", "version": "4.0.0"}"#),
        ("srv/node_modules/@s/p/lib/index.js", ""),
        ("srv/node_modules/@s/p/node_modules/q/package.json", r#"{"name": "q", "version": "5.0.0"}"#),
        ("srv/node_modules/@s/p/node_modules/q/index.js", ""),
        ("srv/node_modules/.bin/x", ""),
    ]);
    for (path, expected) in [
        ("/bin/tool", "b 3 (dpkg)"),
        ("/usr/bin/tool.a", "a 1:2.0-1 (dpkg)"),
        ("/bin/other", "a 1:2.0-1 (dpkg)"),
        ("/usr/share/zone", "tzdata 2025b (dpkg)"),
        ("/lib/ld-musl.so.1", "musl 1.2.5-r9 (apk)"),
        ("/top", "x 1 (apk)"),
        ("/opt/s/odd/__init__.py", "odd-name 1.0 (python)"),
        ("/opt/s/odd/a,b.py", "odd-name 1.0 (python)"),
        ("/opt/s/odd/__pycache__/__init__.cpython-311.pyc", "odd-name 1.0 (python)"),
        ("/opt/bin/odd", "odd-name 1.0 (python)"),
        ("/srv/node_modules/@s/p/lib/index.js", "@s/p 4.0.0 (npm)"),
        ("/srv/node_modules/@s/p/node_modules/q/index.js", "q 5.0.0 (npm)"),
        ("/srv/node_modules/.bin/x", "no package"),
        ("/var/lib/dpkg/status", "no package"),
    ] {
        assert_eq!(image.owner(path).map(|origin| origin.to_string()).as_deref(), Some(expected), "{path}");
    }
    assert!(image.owner("/etc/shared").is_none(), "the image does not have it");
    assert_eq!(image.notes, Vec::<String>::new());
}

#[test]
fn what_is_not_read_is_said() {
    for (name, what) in [("Packages", "Berkeley DB"), ("Packages.db", "ndb"), ("rpmdb.sqlite", "damaged")] {
        let image = image_of(&[(&format!("usr/lib/sysimage/rpm/{name}"), "no database")]);
        assert!(image.notes[0].contains(name) && image.notes[0].contains(what), "{:?}", image.notes);
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), b"\xfd7zXZ\0 and so on").unwrap();
    let error = open::open(file.path()).err().unwrap().to_string();
    assert!(error.contains("compressed with xz"), "{error}");
}

#[test]
fn what_is_far_too_large_is_refused_and_takes_no_memory() {
    let name = || {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::GNULongName);
        header.set_path("././@LongLink").unwrap();
        header.set_size(1 << 40);
        header.set_cksum();
        header.as_bytes().to_vec()
    };
    let mut members =
        Members::new(unpack::open(std::io::Cursor::new(name()).chain(std::io::repeat(b'a')), 1 << 40).unwrap());
    assert!(members.next().unwrap_err().contains("do not trust it"));
    // Links that lead to each other, and one that grows.
    let image = image_of(&[("a -> b", ""), ("b -> a", ""), ("c -> c/c", "")]);
    assert!(image.owner("/a/x").is_none() && image.owner("/c/x").is_none());
}

proptest! {
    #[test]
    fn bytes_of_any_kind_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        if let Ok(stream) = unpack::open(&bytes[..], bytes.len() as u64) {
            let mut members = Members::new(stream);
            while let Ok(Some(_)) = members.next() {}
        }
    }

    #[test]
    fn an_archive_with_a_few_bytes_changed_is_read_or_refused(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut bytes = archive(&[("a/.wh.b", ""), ("var/lib/dpkg/status", "Package: a\n"), (&"n/".repeat(120), ""), ("a -> b", "")]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let mut tree = Tree::default();
        let mut notes = Vec::new();
        if let Ok(stream) = unpack::open(&bytes[..], bytes.len() as u64) {
            let _ = layer::add(&mut tree, 0, true, &mut Members::new(stream), &mut notes);
        }
        packages::read(&tree, &mut notes);
    }
}
