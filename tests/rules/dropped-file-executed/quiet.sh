printf 'true\n' > text
cat text
