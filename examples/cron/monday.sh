#!/bin/sh
# Every Monday: freeze the week, write and mail the report, compare with the week before.
#
#   BOOK       the folder of the book
#   OUT        where snapshots/ and reports/ go; made if it is not there
#   TO         who gets the report by mail (several with commas); without it nothing is mailed
#   FAIL_ON    what deserves a shout: words that `clientfit diff --fail-on` takes ["drop:10 red"]
#   AS_OF      the day, as 2026-11-16 [today]
#   CLIENTFIT  the program [clientfit]
#   EMAIL      whom the mail is from [whoever runs this]
#
# A line for `crontab -e`; cron mails what is said here, and nothing is said while all is well:
#
#   MAILTO=you@firm.example
#   30 6 * * 1  BOOK=$HOME/accounts OUT=$HOME/monday TO=vp@firm.example $HOME/bin/monday.sh
#
# Exit codes:
#    0  all is well
#    1  FAIL_ON was met: see what is said; the report is written and mailed
#    2  nothing was written or mailed: the book has errors, or a setting above is wrong
#    3  the files are written, but the mail was not taken
#    4  the report is written and mailed, but last week's snapshot could not be compared with
#   75  another run is at work; nothing was done
set -eu

say() { printf 'monday.sh: %s\n' "$*" >&2; }
stop() { code=$1; shift; say "$@"; exit "$code"; }

[ -n "${BOOK:-}" ] || stop 2 'BOOK is not set: the folder of the book'
[ -n "${OUT:-}" ] || stop 2 'OUT is not set: the folder for snapshots and reports'
day=${AS_OF:-$(date +%Y-%m-%d)}
case $day in
    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) ;;
    *) stop 2 "AS_OF is not a day like 2026-11-16: $day" ;;
esac
clientfit=${CLIENTFIT:-clientfit}
# Cron knows few folders; sendmail often lives in another.
PATH=$PATH:${HOME:-}/.local/bin:/usr/local/bin:/usr/sbin:/usr/lib
command -v "$clientfit" >/dev/null 2>&1 || stop 2 "there is no program $clientfit: set CLIENTFIT"
# What is known about clients is for the eyes of whoever runs this.
umask 077
mkdir -p "$OUT/snapshots" "$OUT/reports" || stop 2 "cannot write to $OUT"

# One run at a time. The system lets go of a flock, whatever becomes of its holder.
lock=$OUT/.lock
held=
work=
# shellcheck disable=SC2317  # the traps call it
clean() {
    [ -z "$work" ] || rm -rf "$work"
    [ -z "$held" ] || rmdir "$held"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
if command -v flock >/dev/null 2>&1; then
    exec 9>"$lock"
    flock -n 9 || stop 75 "another run is at work on $OUT"
else
    mkdir "$lock.d" 2>/dev/null ||
        stop 75 "another run is at work on $OUT (if none is, it died: rmdir $lock.d)"
    held=$lock.d
fi

# Everything is made aside, and put in its place when all of it is there.
work=$OUT/.work
rm -rf "$work"
mkdir "$work"
made() { "$clientfit" "$@" >&2 || stop 2 "nothing was written: \`clientfit $1\` gave up"; }
made snapshot "$BOOK" --as-of "$day" --quiet --output "$work/$day.json"
made report "$BOOK" --as-of "$day" --quiet --output "$work/$day.html"
if [ -n "${TO:-}" ]; then
    made report "$BOOK" --as-of "$day" --quiet --email --to "$TO" --output "$work/$day.eml"
fi

last=
for one in "$OUT"/snapshots/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].json; do
    if [ -e "$one" ] && expr "x${one##*/}" '<' "x$day.json" >/dev/null; then
        last=$one
    fi
done
mv -f "$work/$day.json" "$OUT/snapshots/$day.json"
mv -f "$work/$day.html" "$OUT/reports/$day.html"

result=0
if [ -n "$last" ]; then
    set --
    for what in ${FAIL_ON-drop:10 red}; do
        set -- "$@" --fail-on "$what"
    done
    met=0
    "$clientfit" diff "$last" "$OUT/snapshots/$day.json" "$@" >"$work/diff" || met=$?
    case $met in
        0) ;;
        1) printf 'Since %s:\n\n' "$(basename "$last" .json)"; cat "$work/diff"; result=1 ;;
        *) say "cannot compare with $last"; result=4 ;;
    esac
fi

# -i: a line with one dot is no end. The lock is not for sendmail, which may live on.
if [ -n "${TO:-}" ] && ! sendmail -t -i <"$work/$day.eml" 9>&-; then
    mv -f "$work/$day.eml" "$OUT/reports/$day.eml"
    stop 3 "the mail was not taken; to try again: sendmail -t -i <$OUT/reports/$day.eml"
fi
exit "$result"
