import { join } from 'node:path';
import { type Phase, PHASE_NAMES, type PhaseName } from '../buildspec/model';
import { installDocker } from '../docker/install';
import { uploadArtifacts } from './artifacts';
import { restoreCache, saveCache } from './cache';
import { runCommands } from './commands';
import { baseEnvironment, buildVariables } from './environment';
import { exportedVariables } from './exported-variables';
import { loadBuildspec } from './load-buildspec';
import { phase } from './phase';
import { uploadReports } from './reports';
import type { Provisioned, Run } from './run';
import { compareRuntimes } from './runtimes';
import { openShell } from './shell';
import { fetchSources } from './source';
import { variablesOf } from './variables';

const PHASE_TYPES = {
  install: 'INSTALL',
  pre_build: 'PRE_BUILD',
  build: 'BUILD',
  post_build: 'POST_BUILD',
} as const;

/**
 * Goes through the phases from the download of the source on.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 * @throws Interruption
 */
export async function build(provisioned: Provisioned): Promise<void> {
  let run: Run | undefined;
  const downloaded = await phase(provisioned, 'DOWNLOAD_SOURCE', async () => {
    run = await prepare(provisioned);
  });
  if (!downloaded || !run) return;
  const { finished, succeeding } = await runPhases(run);
  const exported = await exportedVariables(run);
  run.record.build.exportedEnvironmentVariables = exported;
  if (finished) await phase(run, 'UPLOAD_ARTIFACTS', () => upload(run as Run, succeeding));
  await phase(run, 'FINALIZING', async () => undefined);
}

async function prepare(run: Provisioned): Promise<Run> {
  const { log, record } = run;
  const { image, type } = record.project.environment;
  log.write(`Running on this machine, not in ${image} (${type})`);
  log.write('Phase is DOWNLOAD_SOURCE');
  const sources = await fetchSources(run);
  log.write(`CODEBUILD_SRC_DIR=${run.folders.primary}`);
  for (const [name, folder] of sources) log.write(`CODEBUILD_SRC_DIR_${name}=${folder}`);
  const buildspec = await loadBuildspec(run);
  log.write('Processing environment variables');
  const variables = await variablesOf(run, buildspec);
  const programs = await installDocker(run);
  const environment = {
    ...baseEnvironment(run, programs),
    ...variables,
    ...buildVariables(run, sources),
  };
  await compareRuntimes(log, buildspec.phases.install?.runtimeVersions ?? {}, environment);
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
  tellPhases(ready);
  return ready;
}

/** CodeBuild's images in which `sh` is bash, as on all of Amazon Linux; on Ubuntu it is dash. */
const AMAZON_LINUX = /^aws\/codebuild\/amazonlinux/;

function tellPhases({ log, buildspec: { phases } }: Run): void {
  log.write(`Phases found in YAML: ${Object.keys(phases).length}`);
  for (const [name, { commands }] of Object.entries(phases))
    log.write(` ${name.toUpperCase()}: ${commands.length} commands`);
}

/** @returns whether the phases came to their end, and whether none failed */
async function runPhases(run: Run): Promise<{ finished: boolean; succeeding: boolean }> {
  let succeeding = true;
  for (const name of PHASE_NAMES) {
    const found = run.buildspec.phases[name];
    const before = succeeding;
    run.log.write(`Entering phase ${PHASE_TYPES[name]}`);
    const well = await phase(run, PHASE_TYPES[name], async () => {
      if (found) await runCommands(run, name, found, before);
    });
    succeeding &&= well;
    if (!well && !goesOn(name, found)) return { finished: false, succeeding };
  }
  return { finished: true, succeeding };
}

/** Without `on-failure`, a failed build still comes to `post_build`, and that to the upload; before, a failure is the end. */
function goesOn(name: PhaseName, found: Phase | undefined): boolean {
  if (found?.onFailure) return found.onFailure === 'CONTINUE';
  return name === 'build' || name === 'post_build';
}

/** Reports of failed tests are wanted most; a cache only from a build that did well. */
async function upload(run: Run, succeeding: boolean): Promise<void> {
  await uploadReports(run);
  if (succeeding) await saveCache(run);
  await uploadArtifacts(run);
}
