import type { RoleReader } from '../authorization/reader';
import type { Sessions } from '../authorization/sessions';

/** Who holds which access key, and what roles may do: for the services that hand out keys or change roles. */
export interface Identities {
  readonly sessions: Sessions;
  readonly roles: RoleReader;
}
