import { memo } from 'react';
import { linkify } from '@/lib/linkify';
import styles from './MessageText.module.css';

/** What somebody wrote: text, line breaks and links, never HTML. */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  return (
    <span className={styles.text} dir="auto">
      {linkify(text).map((part, index) =>
        part.kind === 'link' ? (
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </span>
  );
});
