//! Clocks, timers and sleeping.

use super::words::*;

table! {
    [Clock] time(tloc: Addr);
    [Clock] stime(t: given("time_t", 4));
    [] times(buf: Addr);
    [Clock] gettimeofday(tv: Addr, tz: Addr);
    [Clock] settimeofday(tv: TIMEVAL_IN, tz: given("timezone", 8)) @ W64;
    [Clock] settimeofday(tv: TIMEVAL32_IN, tz: given("timezone", 8)) @ I386;
    [Clock] adjtimex(buf: given("timex", 208)) @ W64;
    [Clock] adjtimex(buf: given("timex", 128)) @ I386;
    [Clock] clock_gettime(clockid: Enum(&CLOCK), tp: Addr);
    [Clock] clock_gettime64(clockid: Enum(&CLOCK), tp: Addr);
    [Clock] clock_settime(clockid: Enum(&CLOCK), tp: TIMESPEC_IN) @ W64;
    [Clock] clock_settime(clockid: Enum(&CLOCK), tp: TIMESPEC32_IN) @ I386;
    [Clock] clock_settime64(clockid: Enum(&CLOCK), tp: TIMESPEC_IN);
    [Clock] clock_getres(clockid: Enum(&CLOCK), res: Addr);
    [Clock] clock_getres_time64(clockid: Enum(&CLOCK), res: Addr);
    [Clock] clock_adjtime(clockid: Enum(&CLOCK), buf: given("timex", 208)) @ W64;
    [Clock] clock_adjtime(clockid: Enum(&CLOCK), buf: given("timex", 128)) @ I386;
    [Clock] clock_adjtime64(clockid: Enum(&CLOCK), buf: given("timex", 208));
    [] nanosleep(req: TIMESPEC_IN, rem: Addr) @ W64;
    [] nanosleep(req: TIMESPEC32_IN, rem: Addr) @ I386;
    [] clock_nanosleep(clockid: Enum(&CLOCK), flags: Flags(&TIMER), request: TIMESPEC_IN, remain: Addr) @ W64;
    [] clock_nanosleep(clockid: Enum(&CLOCK), flags: Flags(&TIMER), request: TIMESPEC32_IN, remain: Addr) @ I386;
    [] clock_nanosleep_time64(clockid: Enum(&CLOCK), flags: Flags(&TIMER), request: TIMESPEC_IN, remain: Addr);
    [] alarm(seconds: Uint);
    [] getitimer(which: Enum(&ITIMER), curr_value: Addr);
    [] setitimer(which: Enum(&ITIMER), new_value: given("itimerval", 32), old_value: Addr) @ W64;
    [] setitimer(which: Enum(&ITIMER), new_value: given("itimerval", 16), old_value: Addr) @ I386;
    [] timer_create(clockid: Enum(&CLOCK), sevp: given("sigevent", 64), timerid: INT_OUT);
    [] timer_settime(timerid: Int, flags: Flags(&TIMER), new_value: given("itimerspec", 32), old_value: Addr) @ W64;
    [] timer_settime(timerid: Int, flags: Flags(&TIMER), new_value: given("itimerspec", 16), old_value: Addr) @ I386;
    [] timer_settime64(timerid: Int, flags: Flags(&TIMER), new_value: given("itimerspec", 32), old_value: Addr);
    [] timer_gettime(timerid: Int, curr_value: Addr);
    [] timer_gettime64(timerid: Int, curr_value: Addr);
    [] timer_getoverrun(timerid: Int);
    [] timer_delete(timerid: Int);
}
