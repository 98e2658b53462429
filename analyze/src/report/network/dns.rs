//! Questions to name servers and their answers, as far as the data were recorded (`record --payload`).

use crate::{
    cli::Choice,
    document::Value,
    error::{Error, first_line},
    query,
    report::{cells::cell_of, print},
    time,
    trace::{self, Trace},
};
use polars::prelude::{col, lit};
use schema::sockets;
use simple_dns::{Packet, PacketFlag, rdata::RData};

/// A row for each message.
///
/// # Errors
/// When the expression or the trace is bad.
pub(super) fn rows(trace: &Trace, choice: &Choice) -> Result<Vec<Vec<Value>>, Error> {
    let to_server = col("peer").str().ends_with(lit(sockets::DNS)).fill_null(lit(false));
    let rows = query::rows(trace, choice)?.filter(to_server.and(col("ret").gt(lit(0))));
    let frame = trace::collect(&trace.path, rows.select(print::READ.map(col)))?;
    let servers: Vec<Value> = (0..frame.height()).map(|row| cell_of(&frame, row, "peer")).collect();
    let calls = print::Rows::new(frame, trace.manifest.clone(), crate::decode::Notation::default());
    let calls = calls.map_err(|e| Error::unreadable(&trace.path, first_line(e)))?;
    let mut out = Vec::new();
    calls.payloads(|call, bytes| {
        let server = servers.get(call.row).cloned().unwrap_or(Value::Null);
        for row in messages(bytes) {
            let head = [time::utc(&trace.manifest, call.ts).into(), format!("{}[{}]", call.comm, call.tgid).into()];
            out.push(head.into_iter().chain([server.clone()]).chain(row).collect());
        }
    });
    Ok(out)
}

/// What the message in `bytes` says, for each question in it; nothing if they are no message.
fn messages(bytes: &[u8]) -> Vec<Vec<Value>> {
    // Over TCP, two bytes of length come first (RFC 1035, 4.2.2).
    let packet = Packet::parse(bytes).ok().or_else(|| Packet::parse(bytes.get(2..)?).ok());
    packet.map(|packet| message(&packet)).unwrap_or_default()
}

/// What a message says, for each question in it.
fn message(packet: &Packet<'_>) -> Vec<Vec<Value>> {
    let answer = packet.has_flags(PacketFlag::RESPONSE);
    let answers: Vec<String> = packet.answers.iter().map(|record| data(&record.rdata)).collect();
    let row = |question: &simple_dns::Question<'_>| {
        vec![
            if answer { "answer" } else { "query" }.into(),
            Value::Uint(packet.id().into()),
            question.qname.to_string().into(),
            format!("{:?}", question.qtype).trim_start_matches("TYPE(").trim_end_matches(')').to_owned().into(),
            if answer { format!("{:?}", packet.rcode()).into() } else { Value::Null },
            if answers.is_empty() { Value::Null } else { answers.join(", ").into() },
        ]
    };
    packet.questions.iter().map(row).collect()
}

/// What an answer says: an address, or a name.
fn data(record: &RData<'_>) -> String {
    match record {
        RData::A(a) => std::net::Ipv4Addr::from(a.address).to_string(),
        RData::AAAA(a) => std::net::Ipv6Addr::from(a.address).to_string(),
        RData::CNAME(name) => name.0.to_string(),
        RData::PTR(name) => name.0.to_string(),
        RData::NS(name) => name.0.to_string(),
        RData::MX(mail) => mail.exchange.to_string(),
        other => format!("{:?}", other.type_code()),
    }
}

#[cfg(test)]
mod tests {
    use super::messages;
    use proptest::prelude::*;

    /// The answer that example.test has the address 10.1.2.3, put together by hand as RFC 1035 says.
    const ANSWER: &[u8] = b"\x12\x67\x81\x80\0\x01\0\x01\0\0\0\0\x07example\x04test\0\0\x01\0\x01\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\x0a\x01\x02\x03";

    #[test]
    fn a_message_is_read_with_and_without_its_length() {
        let expected = format!("{:?}", messages(ANSWER));
        assert!(expected.contains("example.test") && expected.contains("10.1.2.3"), "{expected}");
        let with_length = [&[0, ANSWER.len() as u8], ANSWER].concat();
        assert_eq!(format!("{:?}", messages(&with_length)), expected);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes: Vec<u8>, at in 0..ANSWER.len(), value: u8, end in 0..=ANSWER.len()) {
            messages(&bytes);
            let mut damaged = ANSWER.to_vec();
            damaged[at] = value;
            damaged.truncate(end);
            messages(&damaged);
        }
    }
}
