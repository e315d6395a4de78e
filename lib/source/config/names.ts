import { ciRoleName, type PipelineIdentity } from '../../../handlers/contract/names';
import type { ComposedName } from '../../config/kind';
import type { Uploads } from './uploads-model';

/** The last word of the name of the role that a CI uploads with. */
export const UPLOAD_ROLE_ENDINGS: readonly string[] = ['ci'];

/** The name of the role that a pipeline's CI uploads with, if it has one. */
export const uploadNames = ({ ci }: Pick<Uploads, 'ci'>, identity: PipelineIdentity): ComposedName[] =>
  ci ? [{ what: 'IAM role', name: ciRoleName(identity), limit: 64 }] : [];
