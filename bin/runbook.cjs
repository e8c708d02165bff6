#!/usr/bin/env node
'use strict'

// Written in old syntax on purpose: whatever Node starts this file must be able to read it,
// so that a too old one gives a sentence instead of a syntax error.

var NEEDED = 24

if (asksVersion()) process.stdout.write(require('../package.json').version + '\n')
else if (parseInt(process.versions.node, 10) >= NEEDED)
  require('./load.cjs')('runbook.cjs', { keep: !writesNothing() })
else require('./own-node.cjs')(__filename, NEEDED)

/** Answered before anything else is loaded: scripts ask it often. */
function asksVersion() {
  return process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')
}

/** A dry run must not write, not even a cache of compiled code. */
function writesNothing() {
  return process.argv.slice(2).some(function (word) {
    return word === '--dry-run' || word === '--explore' || /^-[a-z]*n[a-z]*$/.test(word)
  })
}
