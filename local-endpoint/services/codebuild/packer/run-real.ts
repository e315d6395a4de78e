import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { amazonEbs } from './amazon-ebs';
import { type PackerArguments, parsePackerArguments } from './arguments';
import { copyTemplate, type TemplateEdit } from './edit';
import { isAtLeast, type RealPacker } from './real';
import type { PackerSettings } from './settings';
import { readTemplate } from './template';
import { startTodaysCalls, type TodaysCalls } from './todays-calls';

/** What packer refuses before 1.7, which had no plugins of their own. */
const SINCE_1_7 = { top: ['packer'], sources: ['deprecate_at', 'imds_support', 'metadata_options'] };

/** Where an instance would be reached, which no template knows here. */
const CONNECTIONS = ['communicator', 'ssh_interface', 'ssh_host', 'ssh_port'];

/**
 * Runs the real packer on a copy of the template that calls the local endpoint. Without an instance to connect to, it
 * provisions nothing. @returns its exit status
 */
export async function runRealPacker(
  settings: PackerSettings,
  packer: RealPacker,
  args: readonly string[],
): Promise<number> {
  const given = parsePackerArguments(args);
  const old = !isAtLeast(packer, 1, 7);
  const calls = old && given.command === 'build' ? await calledAsToday(settings, given) : undefined;
  try {
    const copy = copyOf(settings, given, old, calls?.proxy.url ?? settings.endpoint);
    const status = await run(
      packer.program,
      args.map((one) => (one === given.template ? copy : one)),
    );
    if (status === 0) await calls?.finish();
    return status;
  } finally {
    calls?.proxy.close();
  }
}

function copyOf(settings: PackerSettings, given: PackerArguments, old: boolean, endpoint: string): string {
  const { files } = readTemplate(given);
  const folder = mkdtempSync(join(settings.folder, 'template-'));
  const left = copyTemplate(files, folder, editFor(settings, old, endpoint));
  const line = `packer (local CodeBuild): runs the real packer on a copy that calls ${settings.endpoint}`;
  process.stdout.write(`${line}${left.length ? `, without ${left.join(', ')}` : ''}\n`);
  return folder;
}

function editFor({ instance }: PackerSettings, old: boolean, endpoint: string): TemplateEdit {
  const [host, port] = instance?.split(':') ?? [];
  return {
    topBlocks: old ? SINCE_1_7.top : [],
    buildBlocks: instance ? [] : ['provisioner', 'error-cleanup-provisioner'],
    inSources: [
      ...CONNECTIONS,
      'skip_region_validation',
      'custom_endpoint_ec2',
      ...(old ? SINCE_1_7.sources : []),
    ],
    added: [
      `  custom_endpoint_ec2 = "${endpoint}"`,
      '  skip_region_validation = true',
      ...(host
        ? ['  communicator = "ssh"', `  ssh_host = "${host}"`, `  ssh_port = ${port}`]
        : ['  communicator = "none"']),
    ],
  };
}

/** An old packer's calls as today's plugin makes them. */
async function calledAsToday(
  settings: PackerSettings,
  given: PackerArguments,
): Promise<{ proxy: TodaysCalls; finish(): Promise<void> } | undefined> {
  const template = readTemplate(given);
  const [source] = template.sources;
  if (!source) return undefined;
  const ebs = amazonEbs(source, template);
  const proxy = await startTodaysCalls(settings.endpoint, ebs);
  const { EC2Client } = await import('@aws-sdk/client-ec2'); // a real packer of today needs no client here
  const { changeImage } = await import('./make-image.js');
  const ec2 = new EC2Client({ region: ebs.region || undefined });
  return {
    proxy,
    finish: async () => {
      for (const image of proxy.images) await changeImage(ec2, image, ebs);
    },
  };
}

/** Packer's waiters ask every second, because the local endpoint's waits are shorter than AWS's. */
const ENVIRONMENT = { CHECKPOINT_DISABLE: '1', AWS_POLL_DELAY_SECONDS: '1', AWS_MAX_ATTEMPTS: '600' };

/** Packer ends by itself when it gets a signal; this process waits for that. */
function run(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...ENVIRONMENT } });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
