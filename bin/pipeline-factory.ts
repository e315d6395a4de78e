#!/usr/bin/env tsx
import { Command, InvalidArgumentError } from 'commander';
import { SpecError } from '../lib/spec/problem';
import { ExpectedError } from '../rehearsal/expected-error';

const program = new Command('pipeline-factory')
  .description(
    'Native AWS CodePipeline from one readable file, rehearsed locally before it touches an account.',
  )
  .showHelpAfterError('(--help tells more)');

program
  .command('validate')
  .description('check a spec and show what it makes; every problem at once, with line and column')
  .argument('[file]', 'the spec', 'pipelines.yaml')
  .action(async (file: string) => {
    const { runValidate } = await import('./commands/validate.js');
    process.exitCode = await runValidate(file, process.stdout);
  });

program
  .command('graph')
  .description('draw pipelines as they would be deployed: Mermaid on stdout, or a picture')
  .argument('[pipeline]', 'name of one pipeline, for example shop-storefront-prd; all of them when left out')
  .option('--svg <file>', 'write a picture to this file instead')
  .option('--spec <file>', 'the spec', 'pipelines.yaml')
  .action(async (pipeline: string | undefined, options: { svg?: string; spec: string }) => {
    const { runGraph } = await import('./commands/graph.js');
    process.exitCode = await runGraph({ pipeline, ...options }, process.stdout);
  });

program
  .command('local')
  .description('keep a local AWS endpoint running for cdk, aws and anything else')
  .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', port, 4566)
  .option('--speed <factor>', 'how much faster than real time waits go', speed, 1)
  .option('--account <digits>', "account of dummy credentials (default: the spec's first)", account)
  .option('--region <region>', "region (default: the spec's first)")
  .option('--spec <file>', 'where account and region are taken from', 'pipelines.yaml')
  .action(
    async (options: { port: number; speed: number; account?: string; region?: string; spec: string }) => {
      const { runLocal } = await import('./commands/local.js');
      process.exitCode = await runLocal(options, process.stdout);
    },
  );

program
  .command('rehearse')
  .description('deploy a spec to a local endpoint of its own and play releases on its pipelines')
  .option('--spec <file>', 'the spec', 'pipelines.yaml')
  .option('--speed <factor>', 'how much faster than real time waits go', speed, 120)
  .option('--settings <folder>', 'where teams keep appspec.yaml and taskdef.json', 'examples')
  .action(async (options: { spec: string; speed: number; settings: string }) => {
    const { runRehearse } = await import('./commands/rehearse.js');
    process.exitCode = await runRehearse(options, process.stdout);
  });

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});

/** What a person can put right is one sentence; anything else is a mistake of ours and keeps its stack. */
function explain(error: unknown): string {
  if (error instanceof SpecError) return error.format(process.stderr.isTTY);
  if (error instanceof ExpectedError) return `error: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError(`a port is a whole number from 0 to 65535, got: ${text}`);
  return value;
}

function speed(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 1_000))
    throw new InvalidArgumentError(`a factor from 1 to 1000 is needed, got: ${text}`);
  return value;
}

function account(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError(`an account has twelve digits, got: ${text}`);
  return text;
}
