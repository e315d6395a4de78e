import type { FileSelection } from './model';
import { listOf, mistake, type Place, textOf, truthOf } from './node';

/** The files of an artifact or a report. @throws PhaseFailure `YAML_FILE_ERROR` where none are named */
export function selectionOf(place: Place, entries: ReadonlyMap<string, Place>): FileSelection {
  const files = entries.get('files');
  if (!files) throw mistake(place, `Missing ${place.path}/files`);
  const base = entries.get('base-directory');
  const discard = entries.get('discard-paths');
  return {
    files: listOf(files, 'Files'),
    baseDirectory: base ? textOf(base) : '.',
    discardPaths: discard ? truthOf(discard) : false,
  };
}
