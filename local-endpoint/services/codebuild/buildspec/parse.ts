import { LineCounter, parseDocument } from 'yaml';
import { PhaseFailure } from '../run/failure';
import { artifactsOf } from './artifacts';
import { envOf } from './env';
import type { Buildspec } from './model';
import { entriesOf, listOf, mistake, type Place, refuseUnknown, textOf, truthOf } from './node';
import { ONE_USER } from './one-user';
import { phasesOf } from './phases';
import { reportsOf } from './reports';

const KEYS = ['version', 'run-as', 'env', 'proxy', 'batch', 'phases', 'reports', 'artifacts', 'cache'];

/**
 * Reads a buildspec. CodeBuild passes over keys that it does not know; here they are mistakes, because a key misspelled
 * is a part of the build that silently does not happen.
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
    const words = found ? `${error.message}: ${found}` : error.message;
    throw new PhaseFailure('YAML_FILE_ERROR', `${words} at line ${line}`);
  }
  const top: Place = { document, lines, path: '', node: document.contents };
  if (!document.contents) throw new PhaseFailure('YAML_FILE_ERROR', 'The buildspec is empty');
  const entries = entriesOf(top);
  refuseUnknown(entries, '', KEYS);
  refuseUnsupported(entries);
  const part = <T>(name: string, read: (place: Place) => T): T | undefined => {
    const place = entries.get(name);
    return place && read(place);
  };
  return {
    version: versionOf(entries.get('version')),
    env: envOf(entries.get('env')),
    phases: phasesOf(entries.get('phases')),
    reports: part('reports', reportsOf) ?? {},
    artifacts: part('artifacts', artifactsOf),
    cachePaths: part('cache', cachePathsOf) ?? [],
  };
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec-ref-versions */
function versionOf(place: Place | undefined): Buildspec['version'] {
  if (!place) throw new PhaseFailure('YAML_FILE_ERROR', 'Missing buildspec version: expected 0.1 or 0.2');
  const version = textOf(place);
  if (version === '0.1' || version === '0.2') return version;
  throw mistake(place, `Invalid buildspec version ${version}: expected 0.1 or 0.2`);
}

/** What CodeBuild can do, and this machine cannot. */
function refuseUnsupported(entries: ReadonlyMap<string, Place>): void {
  const batch = entries.get('batch');
  if (batch)
    throw mistake(batch, 'batch is not supported by the local CodeBuild: start each build by itself');
  const user = entries.get('run-as');
  if (user)
    throw mistake(user, `run-as ${textOf(user)} is not supported by the local CodeBuild: ${ONE_USER}`);
  const proxy = entries.get('proxy');
  if (!proxy) return;
  const settings = entriesOf(proxy);
  refuseUnknown(settings, 'proxy', ['upload-artifacts', 'logs']);
  for (const [name, place] of settings)
    if (truthOf(place))
      throw mistake(place, `proxy/${name} is not supported by the local CodeBuild: it has no proxy server`);
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.cache */
function cachePathsOf(place: Place): string[] {
  const entries = entriesOf(place);
  for (const name of ['key', 'fallback-keys', 'action']) {
    const found = entries.get(name);
    if (found)
      throw mistake(found, `cache/${name} is not supported by the local CodeBuild: a project has one cache`);
  }
  refuseUnknown(entries, 'cache', ['paths']);
  const paths = entries.get('paths');
  return paths ? listOf(paths, 'Paths') : [];
}
