#!/usr/bin/env node
/* The command, in a form that every Node can read: only here can an old one be refused by name. */
var major = Number(process.versions.node.split('.')[0]);

if (major < 20) {
  console.error('error: pipeline-factory needs Node 20 or later, got: ' + process.versions.node);
  process.exitCode = 1;
} else {
  var path = require('node:path');
  var loading = require('node:module').enableCompileCache; // from Node 22.1
  if (loading) loading();
  var source = path.join(__dirname, 'pipeline-factory.ts'); // in a checkout; the package has none
  if (require('node:fs').existsSync(source))
    import('tsx').then(function () {
      require(source);
    });
  else require('../dist/cli/start.cjs');
}
