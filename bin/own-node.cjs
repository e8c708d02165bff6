'use strict'

// Written in old syntax on purpose, like `runbook.cjs`: whatever Node there is must be able to read it.

var path = require('path')
var fs = require('fs')

/** Starts the command line with the Node that came along; `needed` is the oldest major version that will do. */
module.exports = function startWithOwnNode(launcher, needed) {
  var own = findOwnNode()
  if (!own) {
    fail(
      'runbook needs Node ' +
        needed +
        ' or newer, and this is ' +
        process.version +
        '\n  = help: install Node ' +
        needed +
        ' from your system or https://nodejs.org',
    )
  }
  var child = require('child_process').spawn(own, [launcher].concat(process.argv.slice(2)), {
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

/** A checkout brings Node as an optional package of its platform; a global install has only the system's. */
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
