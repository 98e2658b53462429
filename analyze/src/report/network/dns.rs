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
        // Over TCP, two bytes of length come first (RFC 1035, 4.2.2).
        let Some(packet) = Packet::parse(bytes).ok().or_else(|| Packet::parse(bytes.get(2..)?).ok()) else { return };
        let server = servers.get(call.row).cloned().unwrap_or(Value::Null);
        for row in message(&packet) {
            let head = [time::utc(&trace.manifest, call.ts).into(), format!("{}[{}]", call.comm, call.tgid).into()];
            out.push(head.into_iter().chain([server.clone()]).chain(row).collect());
        }
    });
    Ok(out)
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
