import { EC2Client } from '@aws-sdk/client-ec2';
import { amazonEbs } from './amazon-ebs';
import type { PackerArguments } from './arguments';
import { PackerFailure } from './failure';
import { makeImage } from './make-image';
import { type MadeImage, writeManifests } from './manifest';
import { readStandInTemplate } from './stand-in-template';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Makes the images of a template's `amazon-ebs` sources by EC2's API, one after the other. Nothing is provisioned.
 * @throws PackerFailure
 */
export async function buildInStead(given: PackerArguments): Promise<void> {
  print(
    'packer (stand-in): it takes the place of packer. The template is read, and each image is made by the calls of today’s ' +
      'amazon plugin, but nothing is provisioned: no playbook runs.',
  );
  const template = readStandInTemplate(given);
  const signal = signalled();
  const images: MadeImage[] = [];
  for (const source of template.sources) {
    const ebs = amazonEbs(source, template);
    const ec2 = new EC2Client({ region: ebs.region || undefined });
    try {
      const id = await makeImage(ebs, { ec2, signal, print });
      images.push({ source: source.name, region: ebs.region, id });
    } catch (error) {
      if (!signal.aborted) throw failureOf(error);
      throw new PackerFailure('Cleanly cancelled builds after being interrupted.');
    }
  }
  writeManifests(template, images);
  print('==> Builds finished. The artifacts of successful builds are:');
  for (const { source, region, id } of images)
    print(`--> amazon-ebs.${source}: AMIs were created:\n${region}: ${id}`);
}

function failureOf(error: unknown): PackerFailure {
  if (error instanceof PackerFailure) return error;
  const { name, message } = error as Error;
  return new PackerFailure(`==> Error: ${name}: ${message}`, { cause: error });
}

/** Packer ends what it does at the first SIGTERM, cleans up, and ignores later ones. */
function signalled(): AbortSignal {
  const controller = new AbortController();
  process.on('SIGTERM', () => {
    if (!controller.signal.aborted) print('Cancelling build after receiving terminated');
    controller.abort();
  });
  return controller.signal;
}
