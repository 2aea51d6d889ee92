package dev.lockkeeper.notify.webhook;

import dev.lockkeeper.alert.Notification;
import dev.lockkeeper.alert.Notifier;
import dev.lockkeeper.notify.JsonPost;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A webhook that takes what Alertmanager's webhook receiver posts (payload version 4).
public final class WebhookNotifier implements Notifier {
  private final String name;
  private final JsonPost post;
  private final WebhookTemplate template;

  /// @param page where a person finds this agent, `externalURL`; null: none
  /// @throws IllegalArgumentException where the URL is none of HTTP
  public WebhookNotifier(URI url, @Nullable URI page) {
    var port = url.getPort() < 0 ? "" : ":" + url.getPort();
    this.name = "webhook " + url.getScheme() + "://" + url.getHost() + port + mark(url);
    this.post = new JsonPost(url);
    this.template = new WebhookMessage(page);
  }

  /// Host and port only, and a mark that tells two webhooks of one host apart: the path of a
  /// webhook is often its secret.
  @Override
  public String name() {
    return name;
  }

  private static String mark(URI url) {
    var rest = url.getRawPath() + "?" + url.getRawQuery();
    return rest.equals("/?null") || rest.equals("?null")
        ? ""
        : " (" + String.format("%04x", rest.hashCode() & 0xffff) + ")";
  }

  @Override
  public void send(List<Notification> notifications) throws IOException {
    post.post(template.render(notifications));
  }
}
