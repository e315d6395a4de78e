process.stderr.write('docker: the stand-in is not complete\n');
process.exitCode = 1;
