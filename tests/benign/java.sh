# needs: java javac
# A program of another runtime that compiles at run time is compiled and run.
set -e
printf 'public class One { public static void main(String[] a) { long s = 0; for (int i = 0; i < 20000000; i++) s += i %% 7; System.out.println(s); } }\n' >One.java
javac One.java
java One
