#!/usr/bin/env tsx
import { Command, Option } from 'commander';
import { ConfigError } from '../lib/config/config-error';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import type { CiOptions } from './commands/ci';
import type { ComposeOptions } from './commands/compose';
import { interruptedWith } from './commands/interruption';
import { account, port, region, speed } from './commands/options';
import { endWithLoader } from './end-with-loader';

// What this runs on is told in the README; the SDK's own reminder would stand amid what a person watches.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
endWithLoader();
process.stdout.on('error', () => process.exit(1)); // whoever read it is gone

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
    process.exitCode = runValidate(file, process.stdout);
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
  .option('--region <region>', "region (default: the spec's first)", region)
  .option(
    '--spec <file>',
    'where account and region are taken from (default: pipelines.yaml, if there is one)',
  )
  .action(
    async (options: { port: number; speed: number; account?: string; region?: string; spec?: string }) => {
      const { runLocal } = await import('./commands/local.js');
      process.exitCode = await runLocal(options, process.stdout);
    },
  );

program
  .command('rehearse')
  .description('deploy a spec to a local endpoint of its own and play releases on its pipelines')
  .option('--spec <file>', 'the spec', 'pipelines.yaml')
  .option('--speed <factor>', 'how much faster than real time waits go', speed, 120)
  .option(
    '--applications <folder>',
    'where teams keep their applications, in folders named like their repositories',
    'examples',
  )
  .action(async (options: { spec: string; speed: number; applications: string }) => {
    const { runRehearse } = await import('./commands/rehearse.js');
    process.exitCode = await runRehearse(options, process.stdout);
  });

program
  .command('ci')
  .description(
    "write the file with which a team's own CI uploads images and settings: .gitlab-ci.yml, or a GitHub workflow",
  )
  .argument('<pipeline>', 'its key under pipelines:, for example storefront')
  .addOption(
    new Option('--provider <name>', 'whose CI it is').choices(['gitlab', 'github']).makeOptionMandatory(),
  )
  .option('--spec <file>', 'the spec', 'pipelines.yaml')
  .option('--output <file>', 'write to this file instead of stdout')
  .option('--force', 'write over a file that says something else')
  .action(async (pipeline: string, options: Omit<CiOptions, 'pipeline'>) => {
    const { runCi } = await import('./commands/ci.js');
    process.exitCode = runCi({ pipeline, ...options }, process.stdout);
  });

program
  .command('compose')
  .description('turn a task definition into a docker compose file, to run the same containers here')
  .argument('<taskdef>', 'the task definition, for example stg/taskdef.json')
  .option('--output <file>', 'write to this file instead of stdout')
  .option('--force', 'write over a file that says something else')
  .action(async (file: string, options: Omit<ComposeOptions, 'file'>) => {
    const { runCompose } = await import('./commands/compose.js');
    process.exitCode = runCompose({ file, ...options }, process.stdout);
  });

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = interruptedWith() ?? 1;
});

/** What a person can put right is one sentence; anything else is a mistake of ours and keeps its stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.format(process.stderr.isTTY);
  if (error instanceof ExpectedError) return `error: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
