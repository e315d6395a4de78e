import { findBaseImage } from './base-image';
import { checkPlaybook, requirePlaybook } from './check-playbook';
import { checkTemplate } from './check-template';
import { awsClients } from './clients';
import { findImage } from './find-image';
import { imageHash } from './image-hash';
import { readImageTags } from './image-tags';
import { type Environment, readInputs } from './inputs';
import { makeImage } from './make-image';
import { packageChanges } from './packages';
import { publish } from './publish';
import { say } from './say';
import { readVersions } from './versions';
import { writeVariables } from './variables';

/**
 * Bakes the commit's image, or finds one that was made of the same: resolves the base image, hashes everything that goes
 * in, checks the playbook, runs Packer, and writes the image's id to the parameter `…/ami-id`.
 * @param output the file that gets the variables for the buildspec to export
 * @throws BakeError
 */
export async function bake(environment: Environment, output: string): Promise<void> {
  const inputs = readInputs(environment);
  requirePlaybook(inputs);
  const aws = awsClients();
  const base = await findBaseImage(inputs.settings, aws);
  const imageTags = readImageTags(inputs);
  const template = checkTemplate(inputs);
  const versions = await readVersions();
  const hash = imageHash(inputs, { base, template, versions });
  const found = await findImage(inputs.settings, hash, aws);
  if (!found) {
    await checkPlaybook(inputs);
    say(`nothing is reused, because no image of this pipeline has the hash ${hash}`);
  }
  const image = found ?? (await makeImage(inputs, { base, template, imageTags, hash }, aws));
  const version = await publish(inputs.settings, image, aws);
  writeVariables(output, {
    AMI_ID: image,
    AMI_VERSION: String(version),
    IMAGE_HASH: hash,
    IMAGE_REUSED: String(found !== undefined),
    PACKAGES: await packageChanges(inputs.settings, image, aws),
  });
}
