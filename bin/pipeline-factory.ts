#!/usr/bin/env tsx
import { Command, Option } from 'commander';
import type { ApprovalOptions } from './commands/approval';
import type { CiOptions } from './commands/ci';
import type { ComposeOptions } from './commands/compose';
import type { DiffOptions } from './commands/diff';
import type { GraphOptions } from './commands/graph';
import type { InitOptions } from './commands/init';
import { interruptedWith } from './commands/interruption';
import type { LocalOptions } from './commands/local';
import { messageOf } from './commands/message-of';
import { account, configOption, faultOption, limit, port, region, speed } from './commands/options';
import type { ReleasesOptions } from './commands/releases';
import type { LogsOptions } from './commands/logs';
import type { RehearseCommandOptions } from './commands/rehearse';
import type { RollbackOptions } from './commands/rollback';
import type { StatusOptions } from './commands/status';
import { endWithLoader } from './end-with-loader';

// README.md names the supported versions of Node; the SDK's own reminder would stand amid the output of a command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
endWithLoader();
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') fail(error); // EPIPE: the reader of a pipe has ended
  process.exit(1);
});
process.on('uncaughtException', (error) => {
  fail(error);
  process.exit(1);
});

const program = new Command('pipeline-factory')
  .description(
    'Native AWS CodePipeline from one readable file, rehearsed locally before it touches an account.',
  )
  .showHelpAfterError('(--help shows how it is used)');

program
  .command('init')
  .description('write a first config for the application in this folder, cdk.json, scripts and .gitignore')
  .option('--kind <name>', 'the recipe of its pipeline (default: the first that is offered)')
  .option('--prefix <name>', "what all names start with (default: from README.md, else the folder's name)")
  .option('--account <digits>', 'the account that is deployed to', account)
  .option('--region <region>', 'its region', region)
  .action(async (options: InitOptions) => {
    const { initHere } = await import('./commands/init.js');
    process.exitCode = await initHere(options, process.stdin, process.stdout);
  });

program
  .command('validate')
  .description('check a config and show what it makes; every problem at once, with line and column')
  .argument('[file]', 'the config', 'pipelines.yaml')
  .action(async (file: string) => {
    const { runValidate } = await import('./commands/validate.js');
    process.exitCode = runValidate(file, process.stdout);
  });

configOption(program.command('graph'), 'pipelines.yaml')
  .description('draw pipelines as they would be deployed: Mermaid on stdout, or a picture')
  .argument('[pipeline]', 'name of one pipeline, for example shop-storefront-prd (default: all of them)')
  .option('--svg <file>', 'write a picture to this file instead')
  .action(async (pipeline: string | undefined, options: Omit<GraphOptions, 'pipeline'>) => {
    const { drawPipelines } = await import('./commands/graph.js');
    process.exitCode = await drawPipelines({ pipeline, ...options }, process.stdout);
  });

faultOption(configOption(program.command('local')))
  .description('keep a local AWS endpoint running for cdk, aws and anything else')
  .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', port, 4566)
  .option('--speed <factor>', 'how much faster than real time waits go', speed, 1)
  .option('--account <digits>', "account of dummy credentials (default: the config's first)", account)
  .option('--region <region>', "region (default: the config's first)", region)
  .action(async (options: LocalOptions) => {
    const { runLocal } = await import('./commands/local.js');
    process.exitCode = await runLocal(options, process.stdout);
  });

faultOption(configOption(program.command('rehearse'), 'pipelines.yaml'))
  .description('deploy a config to a local endpoint of its own and play releases on its pipelines')
  .option(
    '--applications <folder>',
    'where teams keep their applications, in folders named like their repositories',
    'examples',
  )
  .option(
    '--only <step>',
    'play what a step needs, and that step: its short name, or the beginning of its title; may be repeated',
    (step: string, before: string[] = []) => [...before, step],
  )
  .addOption(new Option('--verbose', 'print everything that happens, build logs included').conflicts('json'))
  .option('--json', 'print everything that happens as JSON, one event a line')
  .option('--junit <file>', "write what was expected as JUnit's XML, for CI servers")
  .option(
    '--take-grants [files...]',
    'have each grant of each role missing once, and show what fails; files are what --json printed of earlier such rehearsals: what they settle is left out',
  )
  .option('--html <file>', 'write a page with each release as a timeline')
  .action(async (options: RehearseCommandOptions) => {
    const { runRehearse } = await import('./commands/rehearse.js');
    process.exitCode = await runRehearse(options, process.stdout);
  });

configOption(program.command('ci'), 'pipelines.yaml')
  .description(
    "write the file with which a team's own CI uploads images and settings: .gitlab-ci.yml, or a GitHub workflow",
  )
  .argument('<pipeline>', 'its key under pipelines:, for example storefront')
  .addOption(
    new Option('--provider <name>', 'whose CI it is').choices(['gitlab', 'github']).makeOptionMandatory(),
  )
  .option('--output <file>', 'write to this file instead of stdout')
  .option('--force', 'overwrite a file with other content')
  .action(async (pipeline: string, options: Omit<CiOptions, 'pipeline'>) => {
    const { runCi } = await import('./commands/ci.js');
    process.exitCode = runCi({ pipeline, ...options }, process.stdout);
  });

program
  .command('compose')
  .description('turn a task definition into a docker compose file, to run the same containers here')
  .argument('<taskdef>', 'the task definition, for example stg/taskdef.json')
  .option('--output <file>', 'write to this file instead of stdout')
  .option('--force', 'overwrite a file with other content')
  .action(async (file: string, options: Omit<ComposeOptions, 'file'>) => {
    const { runCompose } = await import('./commands/compose.js');
    process.exitCode = runCompose({ file, ...options }, process.stdout);
  });

releaseCommand(program.command('status'), '[pipeline]')
  .description(
    'show what serves for a deployed pipeline, who released it, and what a rollback would do; or all pipelines of the config',
  )
  .option('--watch', 'follow the newest execution to its end; exits with 1 if it does not succeed')
  .action(async (pipeline: string | undefined, options: Omit<StatusOptions, 'pipeline'>) => {
    const { runStatus } = await import('./commands/status.js');
    process.exitCode = await runStatus({ pipeline, ...options }, process.stdout);
  });

releaseCommand(program.command('releases'))
  .description('list the releases of a pipeline, the newest first')
  .option('--limit <number>', 'how many', limit, 20)
  .action(async (pipeline: string, options: Omit<ReleasesOptions, 'pipeline'>) => {
    const { runReleases } = await import('./commands/releases.js');
    process.exitCode = await runReleases({ pipeline, ...options }, process.stdout);
  });

releaseCommand(program.command('diff'))
  .description('show what an execution that waits for approval would change of what serves')
  .option('--execution <id>', 'the execution, or the beginning of its id (default: the one that waits)')
  .action(async (pipeline: string, options: Omit<DiffOptions, 'pipeline'>) => {
    const { runDiff } = await import('./commands/diff.js');
    process.exitCode = await runDiff({ pipeline, ...options }, process.stdout);
  });

approvalCommand(program.command('approve'))
  .description('show what waits for approval, and approve it')
  .option('--reason <text>', 'why, for the history of the pipeline')
  .action(answerWith('Approved'));

approvalCommand(program.command('reject'))
  .description('show what waits for approval, and reject it: what serves stays')
  .requiredOption('--reason <text>', 'why, for whoever made the release')
  .action(answerWith('Rejected'));

releaseCommand(program.command('logs'))
  .description('show the log of a build, function or deployment of the newest execution')
  .option(
    '--action <name>',
    'the action (default: the one that runs, else the one that failed, else the last)',
  )
  .option('--follow', 'go on until the action has ended; without --action, until the execution has')
  .action(async (pipeline: string, options: Omit<LogsOptions, 'pipeline'>) => {
    const { runLogs } = await import('./commands/logs.js');
    process.exitCode = await runLogs({ pipeline, ...options }, process.stdout);
  });

releaseCommand(program.command('rollback'))
  .description(
    'go back to the release before, or to another one, by what is quickest now, and follow it to its end',
  )
  .option('--to <execution>', 'the execution to go back to, or the beginning of its id; status lists them')
  .option('--dry-run', 'show what would be done, and whether what it needs still exists')
  .action(async (pipeline: string, options: Omit<RollbackOptions, 'pipeline'>) => {
    const { runRollback } = await import('./commands/rollback.js');
    process.exitCode = await runRollback({ pipeline, ...options }, process.stdout);
  });

program.parseAsync().catch((error: unknown) => {
  fail(error);
  process.exitCode = interruptedWith() ?? 1;
});

function fail(error: unknown): void {
  process.stderr.write(`${messageOf(error, process.stderr.isTTY)}\n`);
}

/** What commands for one deployed pipeline take; they use the credentials of the user's AWS configuration. */
function releaseCommand(command: Command, pipeline = '<pipeline>'): Command {
  return configOption(command)
    .argument(pipeline, 'its name, for example shop-storefront-prd')
    .option('--region <region>', "its region (default: the config's, else your AWS configuration's)", region)
    .option('--profile <name>', 'the profile of your AWS configuration (default: AWS_PROFILE)')
    .option('--json', 'print JSON');
}

/** What answers to an approval take. */
function approvalCommand(command: Command): Command {
  return releaseCommand(command)
    .option('--execution <id>', 'answer only if this execution waits, or one whose id begins so')
    .option('--action <name>', 'the approval, where several wait')
    .option('--yes', 'ask nobody for confirmation');
}

function answerWith(status: 'Approved' | 'Rejected') {
  return async (pipeline: string, options: Omit<ApprovalOptions, 'pipeline'>) => {
    const { runApproval } = await import('./commands/approval.js');
    process.exitCode = await runApproval(status, { pipeline, ...options }, process.stdout);
  };
}
