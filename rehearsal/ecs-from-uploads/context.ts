import type { RehearsalContext } from '../context';
import type { UploadsApplication } from './pipeline';
import type { UploadedSettings } from './settings';

/** What the steps work with and leave for each other. */
export interface UploadsContext extends RehearsalContext {
  readonly application: UploadsApplication;
  /** Settings uploaded last, by pipeline name. */
  readonly settings: Map<string, UploadedSettings>;
  /** Digest of the first image that serves, by pipeline name. */
  readonly serving: Map<string, string>;
}
