import { join } from 'node:path';
import { type BuildspecPhase, PHASE_NAMES, type BuildspecPhaseName } from '../buildspec/model';
import { installDocker } from '../docker/install';
import { installPacker } from '../packer/install';
import { uploadArtifacts } from './artifacts';
import { restoreCache, saveCache } from './cache';
import { runCommands } from './commands';
import { baseEnvironment, buildVariables } from './environment';
import { exportedVariables } from './exported-variables';
import { programsFolder } from './install-program';
import { loadBuildspec } from './load-buildspec';
import { runPhase } from './phase';
import { uploadReports } from './reports';
import type { ProvisionedBuild, RunningBuild } from './context';
import { logRuntimes } from './runtimes';
import { openShell } from './shell';
import { fetchSources } from './source';
import { declaredVariables } from './variables';

const PHASE_TYPES = {
  install: 'INSTALL',
  pre_build: 'PRE_BUILD',
  build: 'BUILD',
  post_build: 'POST_BUILD',
} as const;

/**
 * Runs the phases from DOWNLOAD_SOURCE on.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 * @throws BuildInterruption
 */
export async function runPhases(provisioned: ProvisionedBuild): Promise<void> {
  let run: RunningBuild | undefined;
  const downloaded = await runPhase(provisioned, 'DOWNLOAD_SOURCE', async () => {
    run = await prepare(provisioned);
  });
  if (!downloaded || !run) return;
  const { finished, succeeding } = await runBuildspecPhases(run);
  const exported = await exportedVariables(run);
  run.record.build.exportedEnvironmentVariables = exported;
  if (finished) await runPhase(run, 'UPLOAD_ARTIFACTS', () => upload(run as RunningBuild, succeeding));
  await runPhase(run, 'FINALIZING', async () => undefined);
}

async function prepare(run: ProvisionedBuild): Promise<RunningBuild> {
  const { log, record } = run;
  const { image, type } = record.project.environment;
  log.write(`Running on this machine, not in ${image} (${type})`);
  log.write('Phase is DOWNLOAD_SOURCE');
  const sources = await fetchSources(run);
  log.write(`CODEBUILD_SRC_DIR=${run.folders.primary}`);
  for (const [name, folder] of sources) log.write(`CODEBUILD_SRC_DIR_${name}=${folder}`);
  const buildspec = await loadBuildspec(run);
  log.write('Processing environment variables');
  const variables = await declaredVariables(run, buildspec);
  await Promise.all([installDocker(run), installPacker(run)]);
  const environment = {
    ...baseEnvironment(run, programsFolder(run)),
    ...variables,
    ...buildVariables(run, sources),
  };
  await logRuntimes(log, buildspec.phases.install?.runtimeVersions ?? {}, environment);
  const shell = await openShell({
    process: run.process,
    kind: buildspec.env.shell,
    shIsBash: AMAZON_LINUX.test(image ?? ''),
    keepsState: buildspec.version === '0.2',
    folder: join(run.folders.all, 'shell'),
    directory: run.folders.primary,
    environment,
  });
  const ready = { ...run, buildspec, shell };
  await restoreCache(ready);
  logPhases(ready);
  return ready;
}

/** CodeBuild's images in which `sh` is bash, as on all of Amazon Linux; on Ubuntu it is dash. */
const AMAZON_LINUX = /^aws\/codebuild\/amazonlinux/;

function logPhases({ log, buildspec: { phases } }: RunningBuild): void {
  log.write(`Phases found in YAML: ${Object.keys(phases).length}`);
  for (const [name, { commands }] of Object.entries(phases))
    log.write(` ${name.toUpperCase()}: ${commands.length} commands`);
}

/** @returns whether all phases were run, and whether none failed */
async function runBuildspecPhases(run: RunningBuild): Promise<{ finished: boolean; succeeding: boolean }> {
  let succeeding = true;
  for (const name of PHASE_NAMES) {
    const phase = run.buildspec.phases[name];
    const before = succeeding;
    run.log.write(`Entering phase ${PHASE_TYPES[name]}`);
    const succeeded = await runPhase(run, PHASE_TYPES[name], async () => {
      if (phase) await runCommands(run, name, phase, before);
    });
    succeeding &&= succeeded;
    if (!succeeded && !continues(name, phase)) return { finished: false, succeeding };
  }
  return { finished: true, succeeding };
}

/** Without `on-failure`, a failed `build` still leads to `post_build`, and a failed `post_build` to the upload; an earlier failure ends the build. */
function continues(name: BuildspecPhaseName, phase: BuildspecPhase | undefined): boolean {
  if (phase?.onFailure) return phase.onFailure === 'CONTINUE';
  return name === 'build' || name === 'post_build';
}

/** Reports are uploaded of failed tests too; a cache only of a build that succeeds. */
async function upload(run: RunningBuild, succeeding: boolean): Promise<void> {
  await uploadReports(run);
  if (succeeding) await saveCache(run);
  await uploadArtifacts(run);
}
