# needs: perl
# A script that reads, sorts, starts helpers and waits for them.
perl -e 'my %n; open my $f, "<", "/etc/services"; while (<$f>) { $n{length $_}++ } print join(",", sort { $a <=> $b } keys %n), "\n"; for (1..3) { if (!fork) { exec "true" } } 1 while wait != -1; print `date`;'
