//! Clocks, timers and sleeping.

use super::words::*;

table! {
    [Clock] time(tloc: filled("time_t", 8)) @ X86_64;
    [Clock] time(tloc: filled("time_t", 4)) @ I386;
    [Clock] stime(t: given("time_t", 4));
    [] times(buf: filled("tms", 32)) @ W64;
    [] times(buf: filled("tms", 16)) @ I386;
    [Clock] gettimeofday(tv: filled("timeval", 16), tz: filled("timezone", 8)) @ W64;
    [Clock] gettimeofday(tv: filled("timeval", 8), tz: filled("timezone", 8)) @ I386;
    [Clock] settimeofday(tv: TIMEVAL_IN, tz: given("timezone", 8)) @ W64;
    [Clock] settimeofday(tv: TIMEVAL32_IN, tz: given("timezone", 8)) @ I386;
    [Clock] adjtimex(buf: filled("timex", 208)) -> Enum(&ADJTIMEX_STATE) @ W64;
    [Clock] adjtimex(buf: filled("timex", 128)) -> Enum(&ADJTIMEX_STATE) @ I386;
    [Clock] clock_gettime(clockid: Enum(&CLOCK), tp: TIMESPEC_OUT) @ W64;
    [Clock] clock_gettime(clockid: Enum(&CLOCK), tp: TIMESPEC32_OUT) @ I386;
    [Clock] clock_gettime64(clockid: Enum(&CLOCK), tp: TIMESPEC_OUT);
    [Clock] clock_settime(clockid: Enum(&CLOCK), tp: TIMESPEC_IN) @ W64;
    [Clock] clock_settime(clockid: Enum(&CLOCK), tp: TIMESPEC32_IN) @ I386;
    [Clock] clock_settime64(clockid: Enum(&CLOCK), tp: TIMESPEC_IN);
    [Clock] clock_getres(clockid: Enum(&CLOCK), res: TIMESPEC_OUT) @ W64;
    [Clock] clock_getres(clockid: Enum(&CLOCK), res: TIMESPEC32_OUT) @ I386;
    [Clock] clock_getres_time64(clockid: Enum(&CLOCK), res: TIMESPEC_OUT);
    [Clock] clock_adjtime(clockid: Enum(&CLOCK), buf: filled("timex", 208)) -> Enum(&ADJTIMEX_STATE) @ W64;
    [Clock] clock_adjtime(clockid: Enum(&CLOCK), buf: filled("timex", 128)) -> Enum(&ADJTIMEX_STATE) @ I386;
    [Clock] clock_adjtime64(clockid: Enum(&CLOCK), buf: filled("timex", 208)) -> Enum(&ADJTIMEX_STATE);
    [] nanosleep(req: TIMESPEC_IN, rem: TIMESPEC_LEFT) @ W64;
    [] nanosleep(req: TIMESPEC32_IN, rem: TIMESPEC32_LEFT) @ I386;
    [] clock_nanosleep(clockid: Enum(&CLOCK), flags: Flags(&TIMER), request: TIMESPEC_IN, remain: TIMESPEC_LEFT) @ W64;
    [] clock_nanosleep(clockid: Enum(&CLOCK), flags: Flags(&TIMER), request: TIMESPEC32_IN, remain: TIMESPEC32_LEFT) @ I386;
    [] clock_nanosleep_time64(clockid: Enum(&CLOCK), flags: Flags(&TIMER), request: TIMESPEC_IN, remain: TIMESPEC_LEFT);
    [] alarm(seconds: Uint);
    [] getitimer(which: Enum(&ITIMER), curr_value: filled("itimerval", 32)) @ W64;
    [] getitimer(which: Enum(&ITIMER), curr_value: filled("itimerval", 16)) @ I386;
    [] setitimer(which: Enum(&ITIMER), new_value: given("itimerval", 32), old_value: filled("itimerval", 32)) @ W64;
    [] setitimer(which: Enum(&ITIMER), new_value: given("itimerval", 16), old_value: filled("itimerval", 16)) @ I386;
    [] timer_create(clockid: Enum(&CLOCK), sevp: given("sigevent", 64), timerid: INT_OUT);
    [] timer_settime(timerid: Int, flags: Flags(&TIMER), new_value: given("itimerspec", 32), old_value: filled("itimerspec", 32)) @ W64;
    [] timer_settime(timerid: Int, flags: Flags(&TIMER), new_value: given("itimerspec", 16), old_value: filled("itimerspec", 16)) @ I386;
    [] timer_settime64(timerid: Int, flags: Flags(&TIMER), new_value: given("itimerspec", 32), old_value: filled("itimerspec", 32));
    [] timer_gettime(timerid: Int, curr_value: filled("itimerspec", 32)) @ W64;
    [] timer_gettime(timerid: Int, curr_value: filled("itimerspec", 16)) @ I386;
    [] timer_gettime64(timerid: Int, curr_value: filled("itimerspec", 32));
    [] timer_getoverrun(timerid: Int);
    [] timer_delete(timerid: Int);
}
