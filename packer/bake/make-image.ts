import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BAKE_TAG, EXECUTION_TAG, PIPELINE_TAG, pipelineName } from '../../handlers/contract/names';
import { ansibleEnvironment } from './ansible-environment';
import type { FoundBase } from './base-image';
import type { AwsClients } from './clients';
import { finishImage, requireNothingLeft } from './finish-image';
import type { BakeInputs } from './inputs';
import { readManifest } from './manifest';
import { keepPackages } from './packages';
import { output, run } from './run';
import { say } from './say';

/** What an image is made of. */
export interface ImageParts {
  readonly base: FoundBase;
  /** Folder of the template. */
  readonly template: string;
  readonly imageTags: Readonly<Record<string, string>>;
  readonly hash: string;
}

/** The path of a socket has at most 107 bytes, which Ansible's own below a long HOME exceeds: it then reaches no host. */
const SOCKETS = '/tmp/bake-';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Has Packer make the image, and gives it the hash when everything about it is right.
 * @returns its id
 * @throws BakeError where Packer fails, makes none or two, or leaves its instance
 */
export async function makeImage(inputs: BakeInputs, parts: ImageParts, aws: AwsClients): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bake-'));
  const paths = {
    key: join(folder, 'key'),
    variables: join(folder, 'bake.pkrvars.json'),
    manifest: join(folder, 'manifest.json'),
    packages: join(folder, 'packages.txt'),
    sockets: mkdtempSync(SOCKETS),
  };
  try {
    await output('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', paths.key]);
    writeFileSync(paths.variables, JSON.stringify(variablesOf(inputs, parts, paths)), { mode: 0o600 });
    await runPacker(inputs, parts, paths);
    await requireNothingLeft(inputs, aws);
    const image = readManifest(paths.manifest, inputs.settings.region);
    if (existsSync(paths.packages))
      await keepPackages(inputs.settings, image, readFileSync(paths.packages, 'utf8'), aws);
    await finishImage(inputs, image, parts.hash, aws);
    return image;
  } finally {
    for (const path of [folder, paths.sockets]) rmSync(path, { recursive: true, force: true });
  }
}

type Paths = Readonly<Record<'key' | 'variables' | 'manifest' | 'packages' | 'sockets', string>>;

async function runPacker(
  inputs: BakeInputs,
  { template }: ImageParts,
  { variables, packages, sockets }: Paths,
): Promise<void> {
  const environment = {
    ...ansibleEnvironment(inputs),
    ANSIBLE_SSH_CONTROL_PATH_DIR: sockets,
    BAKE_PACKAGES: packages,
    CHECKPOINT_DISABLE: '1',
    PACKER_NO_COLOR: '1',
  };
  const options = { environment, directory: inputs.source };
  await run('packer', ['init', template], options);
  await run('packer', ['validate', `-var-file=${variables}`, template], options);
  say(`packer makes the image ${nameOf(inputs)}`);
  await run('packer', ['build', '-color=false', `-var-file=${variables}`, template], options);
}

/** What a template may declare: `template/variables.pkr.hcl` describes them. */
function variablesOf(inputs: BakeInputs, { base, imageTags }: ImageParts, { key, manifest }: Paths): object {
  const { settings, files, playbook } = inputs;
  const { instance } = settings;
  return {
    name: nameOf(inputs),
    region: settings.region,
    source_ami: base.id,
    devices: base.devices,
    user: settings.user,
    instance_type: instance.type,
    instance_profile: instance.profile,
    security_group: instance.securityGroup,
    subnet: instance.subnet,
    public_address: instance.publicAddress,
    private_key_file: key,
    playbook,
    finish: join(files, 'ansible', 'finish.yml'),
    tags: tagsOf(inputs, base),
    image_tags: imageTags,
    deprecate_at: deprecation(settings.deprecateAfterDays),
    manifest,
  };
}

/** A name of its own for each build: it has the build's id, whose colon an image's name may not have. */
const nameOf = ({ settings, buildId }: BakeInputs): string =>
  `${pipelineName(settings.identity)}-${buildId.split(':')[1] ?? ''}`;

function tagsOf(inputs: BakeInputs, base: FoundBase): Readonly<Record<string, string>> {
  return {
    Name: nameOf(inputs),
    [PIPELINE_TAG]: pipelineName(inputs.settings.identity),
    [EXECUTION_TAG]: inputs.execution,
    [BAKE_TAG]: inputs.buildId,
    'pipeline-factory:commit': inputs.commit,
    'pipeline-factory:base-image': base.id,
  };
}

/** As RFC 3339 without fractions of a second, which EC2 rounds. */
const deprecation = (days: number): string =>
  new Date(Date.now() + days * DAY).toISOString().replace(/\.\d+Z$/, 'Z');
