import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { textOf } from './hcl/evaluate';
import { attributeValues, type Template } from './template';

/** An image that a build has made. */
export interface MadeImage {
  readonly source: string;
  readonly region: string;
  readonly id: string;
}

interface Manifest {
  readonly builds: readonly object[];
  readonly last_run_uuid: string;
}

/** Adds the images to each manifest that the template keeps. https://developer.hashicorp.com/packer/docs/post-processors/manifest */
export function writeManifests({ steps, scope }: Template, images: readonly MadeImage[]): void {
  const processors = steps.flatMap((step) => [
    step,
    ...(step.type === 'post-processors' ? step.body.blocks : []),
  ]);
  for (const { body } of processors.filter(isManifest)) {
    const { output } = attributeValues(body, scope);
    write(output === undefined ? 'packer-manifest.json' : textOf(output), images);
  }
}

const isManifest = ({ type, labels }: { type: string; labels: readonly string[] }): boolean =>
  type === 'post-processor' && labels[0] === 'manifest';

function write(path: string, images: readonly MadeImage[]): void {
  const before = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest)
    : { builds: [], last_run_uuid: '' };
  const run = randomUUID();
  const builds = images.map(({ source, region, id }) => ({
    name: source,
    builder_type: 'amazon-ebs',
    build_time: Math.floor(Date.now() / 1000),
    files: null,
    artifact_id: `${region}:${id}`,
    packer_run_uuid: run,
    custom_data: null,
  }));
  writeFileSync(
    path,
    `${JSON.stringify({ builds: [...before.builds, ...builds], last_run_uuid: run }, null, 2)}\n`,
  );
}
