import { selectionOf } from './files';
import type { ArtifactFiles, Artifacts } from './model';
import { entriesOf, listOf, mistake, type Place, refuseUnknown, textOf, truthOf } from './node';

const KEYS = [
  'files',
  'name',
  'discard-paths',
  'base-directory',
  'exclude-paths',
  'enable-symlinks',
  's3-prefix',
];

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.artifacts */
export function artifactsOf(place: Place): Artifacts {
  const entries = entriesOf(place);
  refuseUnknown(entries, place.path, [...KEYS, 'secondary-artifacts']);
  const secondary = entries.get('secondary-artifacts');
  const onlySecondary = secondary !== undefined && !entries.has('files');
  return {
    primary: onlySecondary ? undefined : artifactOf(place, entries),
    secondary: Object.fromEntries(secondary ? [...entriesOf(secondary)].map(secondaryOf) : []),
  };
}

function secondaryOf([identifier, place]: [string, Place]): [string, ArtifactFiles] {
  const entries = entriesOf(place);
  refuseUnknown(entries, place.path, KEYS);
  return [identifier, artifactOf(place, entries)];
}

function artifactOf(place: Place, entries: ReadonlyMap<string, Place>): ArtifactFiles {
  const prefix = entries.get('s3-prefix');
  if (prefix)
    throw mistake(prefix, `${prefix.path} is for batch builds, which the local CodeBuild does not support`);
  const name = entries.get('name');
  const exclude = entries.get('exclude-paths');
  const links = entries.get('enable-symlinks');
  return {
    ...selectionOf(place, entries),
    name: name && textOf(name),
    excludePaths: exclude ? listOf(exclude, 'ExcludePaths') : [],
    enableSymlinks: links ? truthOf(links) : false,
  };
}
