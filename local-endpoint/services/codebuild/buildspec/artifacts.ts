import type { ArtifactFiles, BuildspecArtifacts, FileSelection } from './model';
import {
  buildspecError,
  entriesOf,
  refuseUnknownKeys,
  stringListOf,
  stringOf,
  type YamlValue,
  yesOrNo,
} from './yaml-value';

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
export function parseArtifacts(yaml: YamlValue): BuildspecArtifacts {
  const entries = entriesOf(yaml);
  refuseUnknownKeys(entries, yaml.path, [...KEYS, 'secondary-artifacts']);
  const secondary = entries.get('secondary-artifacts');
  const onlySecondary = secondary !== undefined && !entries.has('files');
  return {
    primary: onlySecondary ? undefined : parseArtifact(yaml, entries),
    secondary: Object.fromEntries(secondary ? [...entriesOf(secondary)].map(parseSecondary) : []),
  };
}

function parseSecondary([identifier, yaml]: [string, YamlValue]): [string, ArtifactFiles] {
  const entries = entriesOf(yaml);
  refuseUnknownKeys(entries, yaml.path, KEYS);
  return [identifier, parseArtifact(yaml, entries)];
}

function parseArtifact(yaml: YamlValue, entries: ReadonlyMap<string, YamlValue>): ArtifactFiles {
  const prefix = entries.get('s3-prefix');
  if (prefix)
    throw buildspecError(
      prefix,
      `${prefix.path} is for batch builds, which the local CodeBuild does not support`,
    );
  const name = entries.get('name');
  const exclude = entries.get('exclude-paths');
  const links = entries.get('enable-symlinks');
  return {
    ...parseSelection(yaml, entries),
    name: name && stringOf(name),
    excludePaths: exclude ? stringListOf(exclude, 'ExcludePaths') : [],
    enableSymlinks: links ? yesOrNo(links) : false,
  };
}

/** The files of an artifact or a report. @throws PhaseFailure `YAML_FILE_ERROR` where none are named */
export function parseSelection(yaml: YamlValue, entries: ReadonlyMap<string, YamlValue>): FileSelection {
  const files = entries.get('files');
  if (!files) throw buildspecError(yaml, `Missing ${yaml.path}/files`);
  const base = entries.get('base-directory');
  const discard = entries.get('discard-paths');
  return {
    files: stringListOf(files, 'Files'),
    baseDirectory: base ? stringOf(base) : '.',
    discardPaths: discard ? yesOrNo(discard) : false,
  };
}
