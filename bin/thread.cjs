'use strict'

// A thread of the command line: the entry that it is asked for, from the same parts and their compiled code.

require('./load.cjs')(process.argv[2], { keep: false })
