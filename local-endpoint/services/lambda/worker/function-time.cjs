'use strict';
/** What `Date` shows to a function: the endpoint's time. Timers keep the machine's pace. */
const { syncBuiltinESMExports } = require('node:module');
const timers = require('node:timers');
const promises = require('node:timers/promises');
const { promisify } = require('node:util');

const MachineDate = Date;
/** Milliseconds since 1970, of the endpoint's clock and of the machine's, when the invocation began. */
let begun = { time: MachineDate.now(), machine: MachineDate.now() };
let standsStill = false;

/** Milliseconds since 1970. */
const now = () => begun.time + (standsStill ? 0 : MachineDate.now() - begun.machine);

/** Replaces `Date`, and has time pass by the sleeps of a function where it stands still else. */
function followClock() {
  globalThis.Date = new Proxy(MachineDate, {
    apply: () => new MachineDate(now()).toString(),
    construct: (target, values, made) => Reflect.construct(target, values.length ? values : [now()], made),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  const { setTimeout: startTimer } = timers;
  const { setTimeout: sleep } = promises;
  const setTimeout = (callback, milliseconds, ...values) => {
    const slept = sleeping(milliseconds);
    const timer = startTimer(
      (...given) => {
        if (timer.hasRef()) slept(); // nobody waits for another one: those of fetch, for example
        callback(...given);
      },
      milliseconds,
      ...values,
    );
    return timer;
  };
  promises.setTimeout = async (milliseconds, ...values) => {
    const slept = sleeping(milliseconds);
    const value = await sleep(milliseconds, ...values);
    slept();
    return value;
  };
  setTimeout[promisify.custom] = promises.setTimeout;
  globalThis.setTimeout = timers.setTimeout = setTimeout;
  syncBuiltinESMExports();
}

/** @returns has so much time pass since now, unless a call is under way: then the machine was slow, and nothing slept */
function sleeping(milliseconds = 0) {
  const end = now() + milliseconds;
  return () => {
    const isCalling = process.getActiveResourcesInfo().includes('TCPSocketWrap');
    if (standsStill && !isCalling && end > begun.time) begun = { ...begun, time: end };
  };
}

/** An invocation begins. */
function setTime(time, stands) {
  begun = { time, machine: MachineDate.now() };
  standsStill = stands;
}

module.exports = { followClock, machineNow: () => MachineDate.now(), setTime };
