#!/bin/sh
# Installs Directus and the Node that it asks for. Its two native packages are compiled against that Node's own headers,
# which needs python3, make and a C++ compiler, and some minutes.
set -eu
cd "$(dirname "$0")/site"
if [ -f node_modules/.complete ] && [ node_modules/.complete -nt package.json ]; then exit 0; fi
npm install --ignore-scripts --no-audit --no-fund
npm rebuild node
PATH="$PWD/node_modules/.bin:$PATH"
export PATH
# The folder of the package for this platform, which brings the headers. In the environment, where npm puts what a
# machine's own configuration says of it, since that outweighs an option.
npm_config_nodedir="$(cd node_modules/node/node_modules/node-*/include/.. && pwd)"
export npm_config_nodedir
for package in isolated-vm sqlite3; do
  (cd "node_modules/$package" && node ../node-gyp/bin/node-gyp.js rebuild --release)
done
touch node_modules/.complete
