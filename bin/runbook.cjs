#!/usr/bin/env node
'use strict'

// Written in old syntax on purpose: whatever Node starts this file must be able to read it,
// so that a too old one gives a sentence instead of a syntax error.

var path = require('path')
var fs = require('fs')
var NEEDED = 24

if (asksVersion()) process.stdout.write(require('../package.json').version + '\n')
else if (parseInt(process.versions.node, 10) >= NEEDED) startHere()
else startWithOwnNode()

/** Answered before anything else is loaded: scripts ask it often. */
function asksVersion() {
  return process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')
}

function startHere() {
  var entry = path.join(__dirname, '..', 'dist', 'runbook.cjs')
  if (!fs.existsSync(entry)) {
    fail(
      'the program is not built: ' +
        entry +
        ' is missing\n  = help: run `npm run build` in ' +
        path.dirname(__dirname),
    )
  }
  if (!writesNothing()) require('module').enableCompileCache(path.join(__dirname, '..', 'dist', 'compiled'))
  require(entry)
}

/** A dry run must not write, not even a cache of compiled code. */
function writesNothing() {
  return process.argv.slice(2).some(function (word) {
    return word === '--dry-run' || word === '--explore' || /^-[a-z]*n[a-z]*$/.test(word)
  })
}

/** The checkout brings Node as an optional package of its platform; a global install has only the system's. */
function startWithOwnNode() {
  var own = findOwnNode()
  if (!own) {
    fail(
      'runbook needs Node ' +
        NEEDED +
        ' or newer, and this is ' +
        process.version +
        '\n  = help: install Node ' +
        NEEDED +
        ' from your system or https://nodejs.org',
    )
  }
  var child = require('child_process').spawn(own, [__filename].concat(process.argv.slice(2)), {
    stdio: 'inherit',
  })
  var signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']
  signals.forEach(function (signal) {
    process.on(signal, function () {
      // The terminal sends these to the whole group already; only a signal to this process alone needs passing on.
      if (signal === 'SIGTERM' || !process.stdin.isTTY) child.kill(signal)
    })
  })
  child.on('error', function (error) {
    fail('cannot start ' + own + ': ' + error.message)
  })
  child.on('exit', function (code, signal) {
    if (!signal) process.exit(code)
    signals.forEach(function (name) {
      process.removeAllListeners(name)
    })
    process.kill(process.pid, signal)
  })
}

function findOwnNode() {
  var name = 'node-' + (process.platform === 'win32' ? 'win' : process.platform) + '-' + process.arch
  // The binding of `catch` must be named in old syntax.
  // oxlint-disable no-unused-vars
  try {
    var found = path.join(
      path.dirname(require.resolve(name + '/package.json')),
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    )
    return fs.existsSync(found) ? found : null
  } catch (error) {
    return null
  }
}

/** 69 is EX_UNAVAILABLE of sysexits(3). */
function fail(sentence) {
  process.stderr.write('error: ' + sentence + '\n')
  process.exit(69)
}
