package dev.lockkeeper.notify.alertmanager;

import dev.lockkeeper.alert.Notification;
import dev.lockkeeper.alert.Notifier;
import dev.lockkeeper.notify.JsonPost;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One Alertmanager, API v2: `POST /api/v2/alerts`. Several Alertmanagers are several receivers:
/// each must hear of every alert, they deduplicate among themselves.
public final class AlertmanagerNotifier implements Notifier {
  private final String name;
  private final JsonPost post;
  private final @Nullable URI page;

  /// @param url its base URL with its route prefix, such as `http://am1:9093`
  /// @param page where a person finds this agent, the alerts' `generatorURL`; null: none
  /// @throws IllegalArgumentException where the URL is none of HTTP
  public AlertmanagerNotifier(URI url, @Nullable URI page) {
    var base = url.toString().replaceAll("/+$", "");
    this.name = "alertmanager " + base.replaceFirst("//[^/]*@", "//");
    this.post = new JsonPost(URI.create(base + "/api/v2/alerts"));
    this.page = page;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void send(List<Notification> notifications) throws IOException {
    post.post(PostableAlerts.json(notifications, page));
  }
}
