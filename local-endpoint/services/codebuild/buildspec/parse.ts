import { LineCounter, parseDocument } from 'yaml';
import { PhaseFailure } from '../run/failure';
import { parseArtifacts } from './artifacts';
import { parseEnv } from './env';
import type { Buildspec } from './model';
import {
  buildspecError,
  entriesOf,
  refuseUnknownKeys,
  stringListOf,
  stringOf,
  unsupportedValue,
  type YamlValue,
  yesOrNo,
} from './yaml-value';
import { parsePhases, refuseUser } from './phases';
import { parseReports } from './reports';

const KEYS = ['version', 'run-as', 'env', 'proxy', 'batch', 'phases', 'reports', 'artifacts', 'cache'];

/**
 * Parses a buildspec. CodeBuild ignores keys that it does not know; here they are errors, because a misspelled key is a
 * part of the build that silently does not happen.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec-ref-syntax
 * @param text YAML, or JSON, which is YAML too
 * @throws PhaseFailure `YAML_FILE_ERROR`
 */
export function parseBuildspec(text: string): Buildspec {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    const found = text.split('\n')[line - 1]?.trim();
    const message = found ? `${error.message}: ${found}` : error.message;
    throw new PhaseFailure('YAML_FILE_ERROR', `${message} at line ${line}`);
  }
  const top: YamlValue = { document, lines, path: '', node: document.contents };
  if (!document.contents) throw new PhaseFailure('YAML_FILE_ERROR', 'The buildspec is empty');
  const entries = entriesOf(top);
  refuseUnknownKeys(entries, '', KEYS);
  refuseUnsupported(entries);
  const part = <T>(name: string, read: (yaml: YamlValue) => T): T | undefined => {
    const yaml = entries.get(name);
    return yaml && read(yaml);
  };
  return {
    version: parseVersion(entries.get('version')),
    env: parseEnv(entries.get('env')),
    phases: parsePhases(entries.get('phases')),
    reports: part('reports', parseReports) ?? {},
    artifacts: part('artifacts', parseArtifacts),
    cachePaths: part('cache', parseCachePaths) ?? [],
  };
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec-ref-versions */
function parseVersion(yaml: YamlValue | undefined): Buildspec['version'] {
  if (!yaml) throw new PhaseFailure('YAML_FILE_ERROR', 'Missing buildspec version: expected 0.1 or 0.2');
  const version = stringOf(yaml);
  if (version === '0.1' || version === '0.2') return version;
  throw buildspecError(yaml, `Invalid buildspec version ${version}: expected 0.1 or 0.2`);
}

function refuseUnsupported(entries: ReadonlyMap<string, YamlValue>): void {
  const batch = entries.get('batch');
  if (batch) throw unsupportedValue(batch, 'batch', 'start each build by itself');
  refuseUser(entries.get('run-as'));
  const proxy = entries.get('proxy');
  if (!proxy) return;
  const settings = entriesOf(proxy);
  refuseUnknownKeys(settings, 'proxy', ['upload-artifacts', 'logs']);
  for (const yaml of settings.values())
    if (yesOrNo(yaml)) throw unsupportedValue(yaml, yaml.path, 'it has no proxy server');
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.cache */
function parseCachePaths(yaml: YamlValue): string[] {
  const entries = entriesOf(yaml);
  for (const name of ['key', 'fallback-keys', 'action']) {
    const found = entries.get(name);
    if (found) throw unsupportedValue(found, found.path, 'a project has one cache');
  }
  refuseUnknownKeys(entries, 'cache', ['paths']);
  const paths = entries.get('paths');
  return paths ? stringListOf(paths, 'Paths') : [];
}
