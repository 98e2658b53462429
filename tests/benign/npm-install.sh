# needs: npm node
# A package with an install script is packed and installed, without a network.
set -e
export HOME="$PWD" npm_config_cache="$PWD/cache" npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
mkdir one two
echo '{"name":"one","version":"1.0.0","main":"index.js","scripts":{"postinstall":"node setup.js"}}' >one/package.json
echo 'module.exports = 42;' >one/index.js
echo 'require("fs").writeFileSync("built", "yes");' >one/setup.js
(cd one && npm pack --silent)
echo '{"name":"two","version":"1.0.0"}' >two/package.json
cd two && npm install --offline --silent ../one/one-1.0.0.tgz && node -e 'console.log(require("one"))'
