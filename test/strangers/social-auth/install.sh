#!/bin/sh
# Installs what the site needs, from Debian's packages.
set -eu
packages="python3-django python3-social-django python3-onelogin-saml2 python3-jose"
if dpkg -s $packages >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" -ne 0 ]; then echo "as root: apt-get install $packages" >&2; exit 1; fi
apt-get update -qq
apt-get install -y --no-install-recommends -qq $packages
