# needs: node
# A server of a runtime that compiles at run time, with its client and a worker thread.
cat >app.js <<'J'
const http = require('http'), fs = require('fs'), { Worker } = require('worker_threads'), { execFileSync } = require('child_process');
new Worker('let s = 0; for (let i = 0; i < 1e7; i++) s += i % 7;', { eval: true });
fs.writeFileSync('out.json', JSON.stringify({ a: [1, 2, 3] }));
execFileSync('ls', ['-l']);
const server = http.createServer((q, r) => r.end(fs.readFileSync('out.json'))).listen(18083, '127.0.0.1', () => {
  let left = 50;
  const one = () => http.get('http://127.0.0.1:18083/', r => { r.resume(); r.on('end', () => --left ? one() : server.close()); });
  one();
});
J
node app.js
