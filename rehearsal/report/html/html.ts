import type { RehearsalEvent } from '../events';
import type { Renderer } from '../report';
import { PageBuilder } from './model';
import { pageOf } from './page';

/** Makes a page with each release as a timeline. */
export class HtmlRenderer implements Renderer {
  private readonly builder = new PageBuilder();

  /** @param write takes the page */
  constructor(private readonly write: (page: string) => void) {}

  render(event: RehearsalEvent): void {
    this.builder.add(event);
  }

  close(): void {
    this.write(pageOf(this.builder.build()));
  }
}
