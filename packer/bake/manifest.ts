import { existsSync, readFileSync } from 'node:fs';
import { BakeError } from './bake-error';

interface Manifest {
  readonly builds?: readonly { readonly artifact_id?: string; readonly packer_run_uuid?: string }[];
  readonly last_run_uuid?: string;
}

/**
 * The one image that Packer's manifest names.
 * @throws BakeError where it names none, several, or one in another region
 */
export function readManifest(path: string, region: string): string {
  if (!existsSync(path))
    throw new BakeError(
      'the template must write its manifest to var.manifest, got: none. Packer has made no image, or only left out the post-processor',
    );
  const { builds = [], last_run_uuid: last } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const artifacts = builds
    .filter(({ packer_run_uuid: run }) => run === last)
    .flatMap(({ artifact_id: id = '' }) => id.split(','))
    .filter(Boolean);
  const [artifact, ...others] = artifacts;
  if (artifact === undefined || others.length > 0)
    throw new BakeError(`a template must make one image, got: ${artifacts.join(', ') || 'none'}`);
  const [where = '', image = ''] = artifact.split(':');
  if (where !== region) throw new BakeError(`a template must make its image in ${region}, got: ${artifact}`);
  return image;
}
