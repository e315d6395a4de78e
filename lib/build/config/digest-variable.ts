import type { BuiltImage } from './model';
import { variableName } from './variable-name';

/** The exported variable with an image's digest, `sha256:…`, which an approval shows. */
export const digestVariable = ({ container }: Pick<BuiltImage, 'container'>): string =>
  `${variableName(container)}_DIGEST`;
