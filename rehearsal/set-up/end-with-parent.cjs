/* Loaded into a child before its own code: however the parent ends, even by SIGKILL, the child goes too. */
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 250).unref();
