import { join } from 'node:path';
import type { LocalEndpoint } from '@pipeline-factory/local-endpoint';
import { type CdkOptions, runCdk, stacksOf } from './cdk';
import type { Terminal } from '../report/terminal';

/** An account and region that stacks are deployed to. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Synthesizes the spec's app, bootstraps every account and region it needs and deploys all stacks; gives the places. */
export async function deployAll(local: LocalEndpoint, spec: string, terminal: Terminal): Promise<Place[]> {
  const assembly = join(local.folder, 'cdk.out');
  const options = (place: Place, line?: (text: string) => void): CdkOptions => ({
    endpoint: local.url,
    spec,
    folder: local.folder,
    closing: local.closing,
    ...place,
    line,
  });
  terminal.heading('Set-up: the real cdk against the local endpoint');
  await timed(terminal, 'cdk synth', () =>
    runCdk(['synth', '--quiet', '--output', assembly], options(local)),
  );
  const stacks = await stacksOf(assembly);
  const places = distinct(stacks);
  for (const place of places) {
    const target = `aws://${place.account}/${place.region}`;
    await timed(terminal, `cdk bootstrap ${target}`, () =>
      runCdk(['bootstrap', target, '--app', assembly], options(place)),
    );
  }
  for (const account of new Set(places.map((place) => place.account))) {
    const ids = stacks.filter((stack) => stack.account === account).map(({ id }) => id);
    const place = places.find((candidate) => candidate.account === account) as Place;
    const words = ['deploy', ...ids, '--app', assembly, '--require-approval', 'never', '--concurrency', '2'];
    const shown = ids.length === stacks.length ? '--all' : ids.join(' ');
    await timed(terminal, `cdk deploy ${shown}`, () => runCdk(words, options(place, showStack(terminal))));
  }
  return places;
}

/** Of all that `cdk deploy` prints, the line with which each stack ends. */
function showStack(terminal: Terminal): (text: string) => void {
  return (text) => {
    if (/✅ {2}\S/.test(text)) terminal.line(`    ${text.replace('✅', '').trim()}`);
  };
}

async function timed(terminal: Terminal, title: string, run: () => Promise<void>): Promise<void> {
  const started = Date.now();
  terminal.line(`  ${title} …`);
  await run();
  terminal.line(`  ${title} took ${((Date.now() - started) / 1_000).toFixed(1)} s`);
}

function distinct(places: readonly Place[]): Place[] {
  const byKey = new Map(places.map(({ account, region }) => [`${account}/${region}`, { account, region }]));
  return [...byKey.values()];
}
